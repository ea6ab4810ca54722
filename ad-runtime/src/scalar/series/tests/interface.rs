//! What the type offers, and what holds of every primitive.

use super::*;

#[test]
fn orders_count_from_one() {
    let mut series = Series::new([1.0, 2.0, 3.0]);
    assert_eq!((series[1], series[3]), (1.0, 3.0));
    series[2] = 5.0;
    assert_eq!(series.coefficients(), &[1.0, 5.0, 3.0]);
    assert_eq!(Series::from([1.0]), Series::new([1.0]));
}

#[test]
#[should_panic(expected = "a series with the orders 1 to 2 has no coefficient of order 3")]
fn no_order_after_the_last() {
    let _ = Series::new([1.0, 2.0])[3];
}

#[test]
#[should_panic(expected = "a series with the orders 1 to 2 has no coefficient of order 0")]
fn no_order_zero() {
    Series::new([1.0, 2.0])[0] = 1.0;
}

#[test]
#[should_panic(expected = "no coefficient of order 0")]
fn no_derivative_of_order_zero() {
    let _ = Series::new([1.0, 2.0]).derivative(0);
}

#[test]
fn derivatives_are_coefficients_times_factorials() {
    let exponential = line(0.0).unary(Unary::Exp).1;
    for order in 1..=N {
        assert!((exponential.derivative(order) - 1.0).abs() < 1e-14);
    }
    assert_eq!(Series::new([1.0; 5]).derivative(5), 120.0);
}

#[test]
fn value_is_that_of_the_polynomial() {
    assert_eq!(Series::new([2.0, 3.0, 5.0]).value_at(7.0, 10.0), 5327.0);
    assert_eq!(Series::<f64, 0>::new([]).value_at(7.0, 10.0), 7.0);
}

#[test]
fn linear_operations_are_those_of_the_coefficients() {
    let (a, b) = (Series::new([1.0, 2.0]), Series::new([10.0, 40.0]));
    assert_eq!(a.plus(b), Series::new([11.0, 42.0]));
    assert_eq!(a.minus(b), Series::new([-9.0, -38.0]));
    assert_eq!(a.negated(), Series::new([-1.0, -2.0]));
    assert_eq!(a.times(3.0), Series::new([3.0, 6.0]));
    assert_eq!(b.over(4.0), Series::new([2.5, 10.0]));
    assert_eq!(Series::<f64, 2>::zero(), Series::default());
    assert_eq!(Series::along(3.0), Series::new([3.0, 0.0]));
}

#[test]
fn without_coefficients_nothing_is_left() {
    let none = Series::<f64, 0>::along(3.0);
    assert_eq!(none.coefficients(), &[]);
    for &(function, places) in UNARY {
        for &x in places {
            Value(x, none).unary(function);
        }
    }
    for &(function, places) in BINARY {
        for &(x, y) in places {
            Value(x, none).binary(function, Value(y, none));
        }
    }
    assert_eq!(none.opaque(), none);
}

#[test]
fn opaque_keeps_the_only_coefficient() {
    assert_eq!(Series::<f64, 1>::along(3.0).opaque(), Series::along(3.0));
}

fn first_bits<const K: usize>(x: Value<f64, K>) -> u64 {
    x.1[1].to_bits()
}

/// Of any length, the first coefficient is the linear term to the last bit, -0 included.
#[test]
fn first_coefficient_is_that_of_forward_mode() {
    let mut random = Random(1);
    let further = [0.0, 1.0, -1e3, 5e-324, 1e300, f64::INFINITY, f64::NAN];
    for &(function, places) in UNARY {
        for &x in places.iter().chain(&further) {
            for direction in [random.next(), 1.0, -0.0, 0.0] {
                let expected = direction * slope(function, x, value(function, x));
                let one = Value(x, Series::<_, 1>::along(direction)).unary(function);
                let mut series = random.series::<f64, 7>(1.0);
                series[1] = direction;
                let seven = Value(x, series).unary(function);
                for actual in [first_bits(one), first_bits(seven)] {
                    let actual = f64::from_bits(actual);
                    let same = actual.to_bits() == expected.to_bits();
                    let nan = actual.is_nan() && expected.is_nan();
                    assert!(same || nan, "{function:?} at {x:?}");
                }
            }
        }
    }
    for &(function, places) in BINARY {
        let origins = [
            (0.0, 0.0),
            (0.0, 2.0),
            (0.0, 0.5),
            (-2.0, 2.0),
            (1e300, 1e300),
        ];
        for &(x, y) in places.iter().chain(&origins) {
            let linear = Series::<f64, 5>::new([-0.0, 1.0, 2.0, 3.0, 4.0]);
            let (a, b) = (random.series(1.0), random.series(1.0));
            for y_dot in [b, Series::zero()] {
                let series = linear.binary(function, (x, a), (y, y_dot), x);
                assert_eq!(series[1].to_bits(), (-0.0_f64).to_bits(), "{function:?}");
            }
        }
    }
}
