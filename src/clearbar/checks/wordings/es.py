"""What is said in Spanish where a customer is passed on, asks, or goes. Phrases stand between bars."""

from __future__ import annotations

HANDOVERS = """
no es mi departamento | no es nuestro departamento | es otro departamento | no es mi área | no me corresponde |
no nos corresponde | tiene que llamar | tendrá que llamar | debe llamar | deberá llamar | tiene que contactar |
tendrá que contactar | debe contactar | deberá contactar | tiene que comunicarse | tendrá que comunicarse |
debe comunicarse | tiene que dirigirse | debe dirigirse
"""

TAKEN_THERE = """
le transfiero | le paso con | le comunico con | le pongo con | me quedo en línea | le llamará |
se pondrá en contacto con usted
"""

TO_US = """
llamarnos | contactarnos | comunicarse con nosotros | comunicarse conmigo
"""

OFFERS = """
algo más | alguna otra cosa | otra pregunta | otras preguntas | alguna otra pregunta | alguna otra duda |
otra consulta | en qué más puedo | algo adicional
"""

GOODBYES = """
adiós | hasta luego | eso es todo | es todo | nada más | no gracias | gracias | muchas gracias | buen día | que tenga
"""

WAITS = """
un momento | un momento por favor | espere | espere por favor | déjeme revisar | voy a revisar | lo reviso |
gracias por su paciencia | gracias por esperar | gracias por su mensaje | hemos recibido su mensaje | de nada |
con gusto | hola | buenos días | buenas tardes | lo siento | por favor
"""

TAGS = """
verdad | sí | no | de verdad | hola | no es cierto
"""

TAILS = """
verdad | no
"""

QUESTIONS = """
¿ | qué es | cuándo es | cuándo puedo | dónde está | dónde puedo | cómo puedo | cómo hago | por qué no | cuánto cuesta |
cuánto tiempo | cuál es | quién es | puede usted | puede decirme | puede ayudarme | podría decirme | podría ayudarme |
me puede | me podría
"""
