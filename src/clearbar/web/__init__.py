"""The web: Clearbar as an application that an organisation runs itself. Only this room knows Django."""
