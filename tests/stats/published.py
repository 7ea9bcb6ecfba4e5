"""Small published series, each with its source."""

from __future__ import annotations

CANS = (
    12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6,
)  # fmt: skip
"""Nonconforming cans of frozen orange juice in 30 samples of 50. Montgomery, Introduction to Statistical Quality
Control, table 7.1; also `orangejuice` of the R package qcc."""

SHIFTED = (
    9.45, 7.99, 9.29, 11.66, 12.16, 10.18, 8.04, 11.46, 9.20, 10.34, 9.03, 11.47, 10.51, 9.40, 10.08, 9.37, 10.62,
    10.31, 8.52, 10.84, 10.90, 9.33, 12.29, 11.50, 10.60, 11.08, 10.38, 11.62, 11.31, 10.52,
)  # fmt: skip
"""20 values with mean 10 and 10 with mean 11, all with spread 1. Montgomery, table 9.1."""

LOWRY = (
    (-1.19, 0.59), (0.12, 0.90), (-1.69, 0.40), (0.30, 0.46), (0.89, -0.75),
    (0.82, 0.98), (-0.30, 2.28), (0.63, 1.75), (1.56, 1.58), (1.46, 3.05),
)  # fmt: skip
"""Ten pairs of unit variance and correlation 0.5 that shift after the fifth. Lowry, Woodall, Champ & Rigdon 1992,
Technometrics 34:46, table 1; NIST/SEMATECH e-Handbook, section 6.3.4.3."""

NIST = (
    52.0, 47.0, 53.0, 49.3, 50.1, 47.0, 51.0, 50.1, 51.2, 50.5, 49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6,
    52.1,
)  # fmt: skip
"""NIST/SEMATECH e-Handbook of Statistical Methods, section 6.3.2.4."""

NILE = (
    1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799, 958, 1140,
    1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692, 1020, 1050, 969, 831,
    726, 456, 824, 702, 1120, 1100, 832, 764, 821, 768, 845, 864, 862, 698, 845, 744, 796, 1040, 759, 781, 865, 845,
    944, 984, 897, 822, 1010, 771, 676, 649, 846, 812, 742, 801, 1040, 860, 874, 848, 890, 744, 749, 838, 1050, 918,
    986, 797, 923, 975, 815, 1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740,
)  # fmt: skip
"""Annual flow of the Nile at Aswan, 1871 to 1970. Cobb 1978, Biometrika 65:243; `Nile` of R's datasets."""
