#!/usr/bin/env python3
"""Makes `f64.tsv` and `f32.tsv`: where every rule is tested, and its partial derivatives there.

    python3 tests/tables/generate.py          (Python 3.9 or newer, mpmath 1.3; about a minute)

The output depends on nothing but this file. A row is

    rule  arguments...  results...

with a float argument as its bits in hexadecimal and an integer one as `i-3`. The results are the
partial derivatives by each float argument in turn; of a rule called `value of ...`, the value.

- In `f64.tsv` a result is the nearest f64 and what that lacks, in hundredths of its last place:
  `3ff0000000000000+13`. Beyond the range of f64 it is an infinity or zero.
- In `f32.tsv` the arguments are f32, and a result is the nearest f64, which is exact enough to
  measure f32 by. Beyond the range of f32 it is an infinity.

No derivative of an elementary function is written here. It is the central difference of the
function alone, at 800 to 12800 bits of precision: see `difference`. Where a function is given by cases, so is
its derivative, after the convention at kinks, from exact rational arithmetic.
"""

import math
import os
import random
import struct
from fractions import Fraction

import mpmath
from mpmath import mp, mpf

INF, NAN = math.inf, math.nan
FOLDER = os.path.dirname(os.path.abspath(__file__))


class Format:
    """A float type: its name, precision, exponents of the largest and smallest number, and code."""

    def __init__(self, name, bits, top, bottom, code, width):
        self.name, self.bits, self.top, self.bottom = name, bits, top, bottom
        self.code, self.width = code, width
        self.max = math.ldexp(2.0 - math.ldexp(1.0, 1 - bits), top - 1)
        self.tiny = math.ldexp(1.0, bottom)
        self.min_positive = math.ldexp(1.0, bottom + bits - 1)
        self.u = math.ldexp(1.0, -bits)

    def round(self, x):
        """The float nearest to the float `x`."""
        if self.code == "d" or x != x or math.isinf(x):
            return x
        try:
            return struct.unpack("<f", struct.pack("<f", x))[0]
        except OverflowError:
            return math.copysign(INF, x)

    def argument(self, x):
        if isinstance(x, int):
            return f"i{x}"
        whole = "<Q" if self.code == "d" else "<I"
        return format(struct.unpack(whole, struct.pack("<" + self.code, x))[0], f"0{self.width}x")

    def step(self, x, count):
        """The float `count` places above a positive `x`."""
        whole = "<q" if self.code == "d" else "<i"
        bits = struct.unpack(whole, struct.pack("<" + self.code, x))[0]
        return struct.unpack("<" + self.code, struct.pack(whole, bits + count))[0]


DOUBLE = Format("f64", 53, 1024, -1074, "d", 16)
SINGLE = Format("f32", 24, 128, -149, "f", 8)


def bits_of(x):
    return format(struct.unpack("<Q", struct.pack("<d", x))[0], "016x")


def nearest(value, bottom):
    """The nearest number of 53 bits that is a multiple of 2^bottom, and the rest in its last place."""
    man, exp = abs(value).man_exp
    last = max(exp + man.bit_length() - 53, bottom)
    scaled = Fraction(man) * Fraction(2) ** (exp - last)
    whole = round(scaled)
    sign = -1 if value < 0 else 1
    return sign * whole, last, sign * (scaled - whole)


def result(form, value):
    """How a table writes `value`, an mpf or a float."""
    if isinstance(value, float) or not mpmath.isfinite(value):
        return bits_of(float(value))
    if value == 0:
        return bits_of(0.0)
    size = mp.mag(value)
    if size > form.top + 1:
        return bits_of(INF if value > 0 else -INF)
    if size < -1200:
        return bits_of(0.0)
    if abs(value) >= mpf(2) ** form.top * (1 - mpf(2) ** (-form.bits - 1)):
        return bits_of(INF if value > 0 else -INF)
    whole, last, rest = nearest(value, -1074)
    text = bits_of(math.ldexp(float(whole), last))
    return text if form is SINGLE else f"{text}{round(100 * rest):+d}"


# Derivatives ---------------------------------------------------------------------------------


def agree(a, b):
    return abs(a - b) <= abs(a) * mpf(2) ** -100


def difference(function, x):
    """The derivative of `function` at the float `x`: two central differences that agree.

    With P bits and a step of 2^-P/4, truncation costs half the digits and rounding, for a
    well-scaled function, a quarter. Where scaling or a singularity nearby costs more, the two
    steps, whose ratio is far from any simple fraction, disagree, and P doubles. Zero is believed
    at the highest precision only.
    """
    bits = 800
    while True:
        with mp.workprec(bits):
            scale = min(abs(mpf(x)), mpf(1)) if x else mpf(1)
            step = scale * mpf(2) ** (-bits // 4)
            slopes = []
            for h in (step, step * mp.sqrt(2) / 3):
                h = mpf(h)
                slopes.append((function(mpf(x) + h) - function(mpf(x) - h)) / (2 * h))
            if slopes[0] != 0 and agree(*slopes):
                return slopes[1]
        if bits > 12000:
            if slopes[0] == slopes[1] == 0 or max(map(abs, slopes)) < mpf(2) ** -1500:
                return mpf(0)
            raise ArithmeticError(f"no derivative at {x}: {slopes}")
        bits *= 2


def directly(function):
    """A partial derivative that mpmath has as a function of its own, at two precisions."""

    def partial(x):
        bits = 300
        while True:
            values = []
            for extra in (0, 100):
                with mp.workprec(bits + extra):
                    values.append(+function(mpf(x)))
            with mp.workprec(bits):
                if agree(*values):
                    return values[1]
            bits *= 2
            if bits > 10000:
                raise ArithmeticError(f"no value at {x}: {values}")

    return partial


# Arguments -----------------------------------------------------------------------------------


def scaled(form, source, low, high):
    """A random float of either sign, its exponent uniform in [low, high)."""
    value = math.ldexp(1.0 + source.random(), source.randrange(low, high))
    return form.round(source.choice((-1.0, 1.0)) * value)


def candidates(form, source):
    """Arguments for a function of one variable; each function keeps those of its domain."""
    least, most = form.bottom, form.top
    found = [scaled(form, source, least, most) for _ in range(60)]
    found += [scaled(form, source, -form.bits, 12) for _ in range(60)]
    for radius in (1, 20, 40):
        found += [form.round(source.uniform(-radius, radius)) for _ in range(30)]
    # Where the exponential and its relatives, also to base 2, over- and underflow.
    ends = (form.top, form.top * math.log(2), form.top * math.log(2) / 2, (form.top + form.bits) * math.log(2))
    for end in ends:
        found += [form.round(sign * (end + shift)) for sign in (-1, 1) for shift in (-1.5, -0.4, -1e-3, 0.3, 2)]
    for k in (1, 2, 3, 4, 5, 10, 101, 10**6):
        middle = form.round(k * math.pi / 2)
        found += [sign * form.step(middle, shift) for sign in (-1, 1) for shift in (-1, 0, 1)]
    # Ends of domains, and where `digamma` is 0 and changes its method.
    for edge in (0.5, 1.0, form.round(1.4616321449683622), 2.0, 3.0, 10.0):
        for shift in (0, 1, 2**8, 2 ** (form.bits // 2)):
            found += [sign * form.step(edge, side * shift) for sign in (-1, 1) for side in (-1, 1)]
    # Where bells are subnormal.
    found += [form.round(sign * x) for sign in (-1, 1) for x in (26.7, 26.8, 26.9, 37.8, 38.1, 38.2, 38.3)]
    # Where the square overflows.
    root = math.sqrt(form.max)
    found += [form.round(sign * root * factor) for sign in (-1, 1) for factor in (0.3, 0.9, 1.1, 8.0, 1e4)]
    special = [form.tiny, 7 * form.tiny, form.min_positive, form.step(form.min_positive, -3), form.max]
    special += [form.step(form.max, -5), form.round(1e-20), form.round(1e10), form.round(1e22), form.round(1e36)]
    return found + [sign * x for x in special for sign in (-1, 1)] + [0.0, -0.0]


def distinct(points):
    seen, kept = set(), []
    for point in points:
        if repr(point) not in seen:
            seen.add(repr(point))
            kept.append(point)
    return kept


# Functions of one variable -------------------------------------------------------------------


def everywhere(_):
    return True


def positive(x):
    return x > 0


def inside(x):
    return abs(x) < 1


def cbrt(x):
    return mp.cbrt(x) if x >= 0 else -mp.cbrt(-x)


# name: (function, domain, [(kinks), (edges and infinities, derivative)])
UNARY = {
    "recip": (lambda x: 1 / x, lambda x: x != 0, [(0.0, -INF), (-0.0, -INF), (INF, 0.0), (-INF, 0.0)]),
    # −∞ at −0, of which the root is −0.
    "sqrt": (mp.sqrt, positive, [(0.0, INF), (-0.0, -INF), (INF, 0.0)]),
    "cbrt": (cbrt, lambda x: x != 0, [(0.0, INF), (-0.0, INF), (INF, 0.0), (-INF, 0.0)]),
    "exp": (mp.exp, everywhere, [(INF, INF), (-INF, 0.0)]),
    "exp2": (lambda x: mpf(2) ** x, everywhere, [(INF, INF), (-INF, 0.0)]),
    "exp_m1": (mp.expm1, everywhere, [(INF, INF), (-INF, 0.0)]),
    "ln": (mp.ln, positive, [(0.0, INF), (INF, 0.0)]),
    "ln_1p": (mp.log1p, lambda x: x > -1, [(-1.0, INF), (INF, 0.0)]),
    "log2": (lambda x: mp.ln(x) / mp.ln(2), positive, [(0.0, INF), (INF, 0.0)]),
    "log10": (lambda x: mp.ln(x) / mp.ln(10), positive, [(0.0, INF), (INF, 0.0)]),
    "sin": (mp.sin, everywhere, [(INF, NAN), (-INF, NAN)]),
    "cos": (mp.cos, everywhere, [(INF, NAN), (-INF, NAN)]),
    "sin_cos.0": (mp.sin, everywhere, [(INF, NAN), (-INF, NAN)]),
    "sin_cos.1": (mp.cos, everywhere, [(INF, NAN), (-INF, NAN)]),
    "tan": (mp.tan, everywhere, [(INF, NAN), (-INF, NAN)]),
    "asin": (mp.asin, inside, [(1.0, INF), (-1.0, INF)]),
    "acos": (mp.acos, inside, [(1.0, -INF), (-1.0, -INF)]),
    "atan": (mp.atan, everywhere, [(INF, 0.0), (-INF, 0.0)]),
    "sinh": (mp.sinh, everywhere, [(INF, INF), (-INF, INF)]),
    "cosh": (mp.cosh, everywhere, [(INF, INF), (-INF, -INF)]),
    "tanh": (mp.tanh, everywhere, [(INF, 0.0), (-INF, 0.0)]),
    "asinh": (mp.asinh, everywhere, [(INF, 0.0), (-INF, 0.0)]),
    "acosh": (mp.acosh, lambda x: x > 1, [(1.0, INF), (INF, 0.0)]),
    "atanh": (mp.atanh, inside, [(1.0, INF), (-1.0, INF)]),
    "to_degrees": (lambda x: x * 180 / mp.pi, everywhere, []),
    "to_radians": (lambda x: x * mp.pi / 180, everywhere, []),
}

# Their derivatives do not look at the argument, so they are numbers even at NaN.
LINEAR = ("to_degrees", "to_radians")

# name: derivative, by cases
STEPS = ("signum", "floor", "ceil", "round", "trunc", "round_ties_even")
PIECEWISE = {name: lambda x: 0.0 for name in STEPS}
PIECEWISE["neg"] = lambda x: -1.0
PIECEWISE["fract"] = lambda x: 1.0
PIECEWISE["abs"] = lambda x: math.copysign(1.0, x) if x else 0.0


def bell(x):
    """The derivative of erf."""
    return 2 / mp.sqrt(mp.pi) * mp.exp(-x * x)


def density(x):
    return mp.exp(-x * x / 2) / mp.sqrt(2 * mp.pi)


def narrow(x):
    return abs(x) < 45


def no_pole(x):
    return x > 0 or (x > -1e6 and x != math.floor(x))


def log_gamma(x):
    return mp.re(mp.loggamma(x))


# name: (value, its derivative, domain, [(edges, value)], [(edges, derivative)])
ENDS = [(INF, 0.0), (-INF, 0.0), (60.0, 0.0), (-1e30, 0.0)]
SPECIAL = {
    "erf": (mp.erf, mp.erf, narrow, [(INF, 1.0), (-INF, -1.0)], ENDS),
    "erfc": (mp.erfc, mp.erfc, narrow, [(INF, 0.0), (-INF, 2.0)], ENDS),
    "norm_cdf": (lambda x: mp.erfc(-x / mp.sqrt(2)) / 2, mp.ncdf, narrow, [(INF, 1.0), (-INF, 0.0)], ENDS),
    "norm_pdf": (density, density, narrow, ENDS, ENDS),
    "ln_gamma": (log_gamma, lambda x: mp.psi(0, x), no_pole, [(0.0, INF), (-0.0, INF), (-2.0, INF), (INF, INF)],
                 [(0.0, -INF), (-0.0, INF), (-3.0, NAN), (INF, INF)]),
    "digamma": (lambda x: mp.psi(0, x), lambda x: mp.psi(1, x), no_pole,
                [(0.0, -INF), (-0.0, INF), (-3.0, NAN), (INF, INF)], [(0.0, INF), (-0.0, INF), (-3.0, INF), (INF, 0.0)]),
}
# The derivatives of derivatives.
SECOND = {
    "erf_partial": (bell, narrow, ENDS),
    "erfc_partial": (lambda x: -bell(x), narrow, ENDS),
    "norm_pdf_partial": (lambda x: -x * density(x), narrow, ENDS),
    "digamma_partial": (lambda x: mp.psi(2, x), no_pole, [(0.0, -INF), (-3.0, NAN), (INF, 0.0)]),
}


def unary_rows(form, name, source, partial, domain, edges):
    taken = [x for x, _ in edges]
    points = [x for x in candidates(form, source) if domain(x) and x not in taken]
    rows = [((x,), (partial(x),)) for x in distinct(points)]
    rows += [((form.round(x),), (slope,)) for x, slope in edges]
    return rows if name in LINEAR else rows + [((NAN,), (NAN,))]


def of_one_variable(form, source):
    for name, (function, domain, edges) in UNARY.items():
        yield name, unary_rows(form, name, source, lambda x: difference(function, x), domain, edges)
    for name, slope in PIECEWISE.items():
        points = candidates(form, source)[::2] + [0.0, -0.0, 2.5, -2.0, INF, -INF]
        yield name, [((x,), (slope(x),)) for x in distinct(points)]
    for name, (value, base, domain, values, edges) in SPECIAL.items():
        yield f"value of {name}", unary_rows(form, name, source, directly(value), domain, values)
        partial = directly(base) if name.endswith("gamma") else lambda x: difference(base, x)
        yield name, unary_rows(form, name, source, partial, domain, edges)
    for name, (base, domain, edges) in SECOND.items():
        partial = directly(base) if name.startswith("digamma") else lambda x: difference(base, x)
        yield name, unary_rows(form, name, source, partial, domain, edges)


# Functions of several variables --------------------------------------------------------------


def pairs(form, source, count):
    """Pairs of any two magnitudes, of close ones, of moderate ones, and of extreme ones."""
    least, most = form.bottom, form.top
    found = [(scaled(form, source, least, most), scaled(form, source, least, most)) for _ in range(count)]
    for _ in range(count):
        x = scaled(form, source, least + 20, most - 20)
        found.append((x, form.round(x * source.choice((-1, 1)) * 2.0 ** source.uniform(-12, 12))))
    found += [(form.round(source.uniform(-9, 9)), form.round(source.uniform(-9, 9))) for _ in range(count)]
    ends = (form.tiny, form.min_positive, form.round(0.7), 1.0, form.round(math.sqrt(form.max)), form.max)
    found += [(s * x, t * y) for x in ends for y in ends for s in (-1, 1) for t in (-1, 1)]
    return found


def by_both(function):
    def partials(x, y):
        a, b = mpf(x), mpf(y)
        return difference(lambda t: function(t, b), x), difference(lambda t: function(a, t), y)

    return partials


def atan2(y, x):
    return mp.atan2(y, x)


def quotient(x, y):
    return mpf(x) / y


def division(form, source):
    edges = [((1.0, 0.0), (INF, -INF)), ((2.0, INF), (0.0, 0.0)), ((0.0, 0.7), None), ((NAN, 2.0), (0.5, NAN))]
    # Subnormal divisors, of which the reciprocal is infinite, but not the derivative.
    points = [(k * form.tiny, form.step(form.tiny, 3 * 2 ** (form.bits * 4 // 5))) for k in (-7, 2, 100)]
    return points + pairs(form, source, 60), by_both(quotient), edges


def plane(function):
    def rule(form, source):
        if function is atan2:
            edges = [((INF, 1.0), (0.0, 0.0)), ((-INF, INF), (0.0, 0.0)), ((1.0, -INF), (0.0, 0.0))]
        else:
            edges = [((INF, 1.0), (1.0, 0.0)), ((-INF, INF), (-1.0, 1.0)), ((1.0, -INF), (0.0, -1.0))]
        edges += [((s, t), (0.0, 0.0)) for s in (0.0, -0.0) for t in (0.0, -0.0)]
        edges += [((0.0, form.round(1.3)), None), ((form.round(-1.3), 0.0), None), ((NAN, 1.0), (NAN, NAN))]
        # Subnormal beside normal numbers.
        points = [(k * form.tiny, s * form.round(2.0**-e / 3)) for k in (-7, 100) for e in (1, 10, 40) for s in (-1, 1)]
        points += [(y, x) for x, y in points]
        return points + pairs(form, source, 70), by_both(function), edges

    return rule


def logarithm(form, source):
    points = [(abs(x), abs(b)) for x, b in pairs(form, source, 60)]
    for _ in range(60):
        x, b = abs(scaled(form, source, form.bottom, form.top)), abs(scaled(form, source, -form.bits, 3))
        points += [(x, form.round(1 + b)), (form.round(1 + b), x), (form.round(1 - b / 9), x)]
    points = [(x, b) for x, b in points if x > 0 and b > 0 and x != 1.0 and b != 1.0]
    edges = [((1.0, 3.0), None), ((0.0, 2.0), (INF, INF)), ((INF, 2.0), (0.0, -INF)), ((2.0, NAN), (NAN, NAN))]
    return points, by_both(lambda x, b: mp.ln(x) / mp.ln(b)), edges


def powf(form, source):
    top, points = form.top, []
    for _ in range(80):
        x = abs(scaled(form, source, -40, 40))
        points.append((x, form.round(source.uniform(-3, 3))))
    for _ in range(110):
        # A power of any magnitude, of any base: the exponent follows.
        x = abs(scaled(form, source, form.bottom, top))
        target = source.uniform(form.bottom - 8, top + 8)
        if x != 1.0:
            points.append((x, form.round(target / math.log2(x))))
    for _ in range(60):
        x = form.round(1 + source.choice((-0.5, 1)) * 2.0 ** -source.uniform(1, form.bits - 2))
        if x != 1.0:
            points.append((x, form.round(source.uniform(form.bottom - 8, top + 8) / math.log2(x))))
    for _ in range(40):
        # Just beyond both ends of the range.
        x = abs(scaled(form, source, -60, 60))
        end = source.choice((source.uniform(top - 4, top + 8), source.uniform(form.bottom - 8, form.bottom + 60)))
        points.append((x, form.round(end / math.log2(x))))
    points += [(abs(scaled(form, source, top - 3, top)), form.round(source.uniform(0, 1))) for _ in range(10)]
    points += [(k * form.tiny, form.round(source.uniform(-1, 2))) for k in (1, 3, 1000) for _ in range(4)]
    points += [(abs(x), y) for x, y in pairs(form, source, 20)]
    edges = [((form.round(-1.7), float(n)), None) for n in range(-6, 7) if n] + [((-3.0, 0.0), (0.0, NAN))]
    for x in (0.0, -0.0):
        edges += [((x, 1.0), (1.0, 0.0)), ((x, 1.5), (0.0, 0.0)), ((x, 2.0), (0.0, 0.0)), ((x, 7.0), (0.0, 0.0))]
        edges += [((x, 0.0), (0.0, NAN)), ((x, 0.5), (INF, 0.0))]
    edges += [((1.0, form.round(7.3)), None), ((INF, 0.5), (0.0, INF)), ((INF, 1.0), (1.0, INF)), ((INF, 2.0), (INF, INF))]
    edges += [((INF, -1.0), (0.0, 0.0)), ((NAN, 2.0), (NAN, NAN)), ((2.0, NAN), (NAN, NAN)), ((2.0, -INF), (0.0, 0.0))]
    edges += [((2.0, INF), (INF, INF)), ((0.5, INF), (0.0, 0.0)), ((0.5, -INF), (-INF, -INF)), ((NAN, 0.0), (0.0, NAN))]

    def power(x, y):
        # For a negative base, its power at the integer y; the derivative by y is not taken.
        sign = -1 if x < 0 and int(y) % 2 else 1
        return sign * mp.exp(y * mp.ln(abs(x)))

    def partials(x, y):
        a, b = mpf(x), mpf(y)
        by_base = difference(lambda t: power(t, b), x) if y else mpf(0)
        return by_base, difference(lambda t: power(a, t), y) if x > 0 else NAN

    return points, partials, edges


def powi(exponents):
    def rule(form, source):
        points = []
        for n in exponents:
            for _ in range(12):
                target = source.uniform(form.bottom - 8, form.top + 8) / n
                if abs(target) < form.top:
                    points.append((source.choice((-1, 1)) * form.round(2.0 ** max(target, form.bottom)), n))
            points += [(x * 1.0, n) for x in (1.0, -1.0, form.round(1.3), form.round(-0.7))]

        def partials(x, n):
            return (difference(lambda t: t**n, x),)

        edges = [((x, 0), (0.0,)) for x in (0.0, -0.0, 1.0, form.round(-1.3), INF, NAN)]
        edges += [((0.0, 1), (1.0,)), ((0.0, 2), (0.0,)), ((-0.0, 3), (0.0,)), ((0.0, -1), (-INF,))]
        edges += [((INF, 1), (1.0,)), ((INF, 3), (INF,)), ((-INF, 2), (-INF,)), ((INF, -1), (0.0,)), ((NAN, 2), (NAN,))]
        return points, partials, edges if 1 in exponents else []

    return rule


def remainder(euclidean):
    def quotient_of(x, y):
        exact = Fraction(x) / Fraction(y)
        if not euclidean:
            return math.trunc(exact)
        return math.floor(exact) if y > 0 else math.ceil(exact)

    def rule(form, source):
        points = []
        for _ in range(150):
            y = scaled(form, source, -30, 30)
            points.append((form.round(y * source.uniform(-1, 1) * 2.0 ** source.uniform(-3, form.bits + 5)), y))
        for _ in range(60):
            # Multiples, and the floats nearest to them.
            y, k = scaled(form, source, -30, 30), source.randrange(-60, 60)
            points.append((form.round(k * y), y))
            points.append((float(k), float(source.randrange(1, 9))))
        points += [(form.tiny * 7, form.tiny * 2), (form.max, form.round(1e5)), (form.round(-0.3), form.round(0.1))]
        points = [(x, y) for x, y in points if abs(x) <= form.max]

        def partials(x, y):
            with mp.workprec(2200):
                return 1.0, -mpf(quotient_of(x, y))

        edges = [((3.0, INF), (1.0, 0.0)), ((2.0, NAN), (1.0, NAN)), ((3.0, 0.0), (1.0, NAN)), ((0.0, 2.0), (1.0, 0.0))]
        return points, partials, edges

    return rule


def cases(function, edges, count=60):
    """A function of two variables, its derivatives given by cases."""

    def rule(form, source):
        points = pairs(form, source, count)
        points += [(x, x) for x, _ in points[:10]] + [(0.0, 0.0), (0.0, -0.0), (-0.0, 0.0)]
        return points, function, edges

    return rule


def sign(x):
    return math.copysign(1.0, x)


NAN_SELECTS = [((NAN, 1.0), (0.0, 1.0)), ((1.0, NAN), (1.0, 0.0)), ((NAN, NAN), (0.0, 1.0)), ((INF, 1.0), None)]
BINARY = {
    "add": cases(lambda x, y: (1.0, 1.0), []),
    "sub": cases(lambda x, y: (1.0, -1.0), []),
    "mul": cases(lambda x, y: (y, x), [((INF, 2.0), None), ((0.0, NAN), (NAN, 0.0))]),
    "div": division,
    "midpoint": cases(lambda x, y: (0.5, 0.5), []),
    "max": cases(lambda x, y: (1.0, 0.0) if x > y else (0.0, 1.0), NAN_SELECTS),
    "min": cases(lambda x, y: (1.0, 0.0) if x < y else (0.0, 1.0), NAN_SELECTS),
    "abs_sub": cases(lambda x, y: (1.0, -1.0) if x > y else (0.0, 0.0), [((INF, 1.0), None)]),
    "copysign": cases(lambda x, s: (sign(x) * sign(s) if x else 0.0, 0.0), [((2.0, -INF), None), ((0.0, -1.0), None)]),
    "div_euclid": cases(lambda x, y: (0.0, 0.0), []),
    "rem": remainder(False),
    "rem_euclid": remainder(True),
    "hypot": plane(mp.hypot),
    "atan2": plane(atan2),
    "log": logarithm,
    "powf": powf,
    "powi": powi([n for n in range(-8, 9) if n]),
    "powi of large exponents": powi([9, -9, 10, 15, -16, 31, 50, -64, 100, -101, 500, 1000, -1000, 10**5, 2**31 - 1, -2**31]),
}


def clamp(x, low, high):
    if x != x or low < x < high:
        return 1.0, 0.0, 0.0
    return (0.0, 1.0, 0.0) if x <= low < high else (0.0, 0.0, 1.0)


def of_several_variables(form, source):
    for name, rule in BINARY.items():
        points, partials, edges = rule(form, source)
        rows = [(at, partials(*at)) for at in distinct(points)]
        yield name, rows + [(at, slopes or partials(*at)) for at, slopes in edges]
    triples = [(x, y, scaled(form, source, -30, 30)) for x, y in pairs(form, source, 40)]
    yield "mul_add", [((x, a, b), (a, x, 1.0)) for x, a, b in triples]
    bounded = [(x, min(a, b), max(a, b)) for x, a, b in triples]
    bounded += [(at, low, high) for _, low, high in bounded[:20] for at in (low, high)]
    bounded += [(x, 1.0, 1.0) for x in (0.5, 1.0, 2.0)] + [(NAN, 0.0, 1.0), (0.0, -0.0, 1.0)]
    yield "clamp", [(at, clamp(*at)) for at in bounded]


def main():
    # Of what is done with results; partial derivatives set their own.
    mp.prec = 2500
    for form in (DOUBLE, SINGLE):
        source = random.Random("rule tables")
        with open(os.path.join(FOLDER, f"{form.name}.tsv"), "w", encoding="ascii", newline="\n") as table:
            for group in (of_one_variable, of_several_variables):
                for name, rows in group(form, source):
                    print(form.name, name, len(rows), flush=True)
                    for arguments, results in rows:
                        cells = [name] + [form.argument(x) for x in arguments] + [result(form, y) for y in results]
                        table.write("\t".join(cells) + "\n")


if __name__ == "__main__":
    main()
