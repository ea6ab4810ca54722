//! Functions of arrays of ndarray.

use ad_runtime::{Differentiable, check_gradient, differentiate};
use ad_tests::for_f32_and_f64;
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, array};

for_f32_and_f64! { ($F:ident) => {
    use super::*;

    #[differentiate(order = 2)]
    fn elements(v: &Array1<$F>, m: &Array2<$F>) -> $F {
        v[0] * m[[1, 0]] - m[(2, 1)] * v[1] * v[0]
    }

    #[differentiate(order = 2)]
    fn sums(a: &Array1<$F>, b: Array1<$F>, k: $F) -> $F {
        let c = a * k - &b / (k * k) + a * &b;
        let d = -(&c + b) * 0.5 + 2.0 * a;
        d.dot(&c) + d.sum() * k.sin() + (a / &d).mean().unwrap() * c.dot(a)
    }

    #[differentiate(order = 2)]
    fn products(m: &Array2<$F>, x: &Array1<$F>, k: $F) -> $F {
        let y = m.dot(x);
        let back = y.dot(m);
        let gram = m.t().dot(m) * k;
        let z = gram.dot(&back);
        let scaled = (y.dot(&y) * m).dot(x) - y.dot(&y) * &y;
        back.dot(&z) + scaled.sum() + gram.sum() - y.dot(&y)
    }

    #[differentiate(order = 2)]
    fn parts(m: &Array2<$F>, k: $F) -> $F {
        let row = m.row(1);
        let column = &m.t().row(0) * k;
        let mut sum = row.dot(&m.column(1));
        for i in 0..m.nrows() {
            sum += m.row(i).dot(&column) * m[[i, 0]];
        }
        sum
    }

    #[differentiate(order = 2)]
    fn array_of(v: &Array1<$F>, m: &Array2<$F>) -> Array1<$F> {
        m.dot(v) + v * 2.0
    }

    #[differentiate(order = 2)]
    fn of_array(v: &Array1<$F>, m: &Array2<$F>, k: $F) -> $F {
        let w: Array1<$F> = array_of(v, m);
        let mut all = &w * k;
        all[1] += v[0] * v[0];
        all[2] *= k;
        all += &w;
        all.dot(&w) / w.sum()
    }

    #[differentiate(order = 2)]
    fn mapped(v: &Array1<$F>, k: $F) -> $F {
        let u = v.mapv(|x| (k * x).sin() + x);
        let w = u.map(|x| x * k);
        u.dot(&w) - w.sum()
    }

    #[differentiate(order = 2)]
    fn path(start: &Array1<$F>, m: &Array2<$F>, steps: usize) -> $F {
        let mut at = start.clone();
        let mut sum = 0.0;
        for _ in 0..steps {
            let next = &at + m.dot(&at) * 0.1;
            sum += (&next - &at).dot(&at);
            at = next;
        }
        sum + at.sum()
    }

    /// What no declaration tells, a type does.
    #[differentiate(order = 2)]
    fn mixed(points: &[Array1<$F>], m: &Array2<$F>) -> $F {
        let mut sum = 0.0;
        for p in points {
            let image: Array1<$F> = m.dot(p);
            let square: $F = image.dot(p);
            sum += square * square;
        }
        sum
    }

    #[differentiate(order = 2)]
    fn mean_or(x: &Array1<$F>, k: $F) -> $F {
        let Some(mean) = x.mean() else { return k * k };
        mean * mean * k + x.mean().unwrap_or(0.0)
    }

    #[differentiate(order = 2)]
    fn made(x: $F, y: $F, m: &Array2<$F>) -> $F {
        let v = Array1::from_vec(vec![x * y, y.sin(), x]);
        m.dot(&v).dot(&v)
    }

    #[derive(Clone, Debug, Differentiable)]
    pub struct Layer {
        pub weights: Array2<$F>,
        pub bias: Array1<$F>,
    }

    #[differentiate(order = 2)]
    fn layer(layer: &Layer, x: &Array1<$F>) -> $F {
        let product: Array1<$F> = layer.weights.dot(x);
        let (weights, bias): (&Array2<$F>, &Array1<$F>) = (&layer.weights, &layer.bias);
        let b: &Array1<$F> = &layer.bias;
        let y = product + b;
        let z: Array1<$F> = weights.dot(&y);
        let square: $F = z.dot(bias);
        square * y.dot(b)
    }

    /// Views are differentiated as what they are of.
    #[differentiate]
    fn quadratic<'a>(x: ArrayView1<'a, $F>, m: ArrayView2<'a, $F>) -> $F {
        m.dot(&x).dot(&x)
    }

    /// Losses of a linear model: the data are views.
    #[differentiate(wrt(w, b), order = 2)]
    fn loss(w: &Array1<$F>, b: $F, xs: &Array2<$F>, ys: ArrayView1<'_, $F>) -> $F {
        let residuals = xs.dot(w) + &ys * b;
        let mut sum = residuals.dot(&residuals) / 2.0;
        for i in 0..xs.nrows() {
            let error = w.dot(&xs.row(i)) - b * ys[i];
            sum += error * error * error;
        }
        sum
    }

    #[differentiate]
    fn along_elements(v: &Array1<$F>, m: &Array2<$F>) -> $F {
        let (_, derivative) = elements_jvp(v, m, v, m);
        derivative
    }

    #[differentiate]
    fn along_sums(a: &Array1<$F>, b: &Array1<$F>, k: $F) -> $F {
        let (_, derivative) = sums_jvp(a, b.clone(), k, b, a.clone(), k);
        derivative
    }

    #[differentiate]
    fn along_products(m: &Array2<$F>, x: &Array1<$F>, k: $F) -> $F {
        let (_, derivative) = products_jvp(m, x, k, m, x, k);
        derivative
    }

    #[differentiate]
    fn along_parts(m: &Array2<$F>, k: $F) -> $F {
        let (_, derivative) = parts_jvp(m, k, m, k);
        derivative
    }

    #[differentiate]
    fn along_of_array(v: &Array1<$F>, m: &Array2<$F>, k: $F) -> $F {
        let (_, derivative) = of_array_jvp(v, m, k, v, m, k);
        derivative
    }

    #[differentiate]
    fn along_mapped(v: &Array1<$F>, k: $F) -> $F {
        let (_, derivative) = mapped_jvp(v, k, v, k);
        derivative
    }

    #[differentiate]
    fn along_path(start: &Array1<$F>, m: &Array2<$F>, steps: usize) -> $F {
        let (_, derivative) = path_jvp(start, m, steps, start, m);
        derivative
    }

    #[differentiate]
    fn along_mixed(points: &[Array1<$F>], m: &Array2<$F>) -> $F {
        let (_, derivative) = mixed_jvp(points, m, points, m);
        derivative
    }

    fn m() -> Array2<$F> {
        array![[2.5, 0.3, -0.4], [0.2, 1.7, 0.6], [-0.1, 0.5, 2.1]]
    }

    fn wide() -> Array2<$F> {
        array![[0.5, -0.3, 0.4, 1.1], [0.2, 0.7, -0.6, 0.3], [0.9, 0.1, 0.8, -0.2]]
    }

    #[test]
    fn gradients_are_those_of_central_differences() {
        let (a, b) = (array![0.3, -1.2, 0.7], array![1.1, 0.4, -0.6]);
        let four = array![0.3, -1.2, 0.7, 0.4];
        check_gradient!(elements(&a, &m()));
        check_gradient!(sums(&a, b.clone(), 1.3));
        check_gradient!(products(&wide(), &four, 0.6));
        check_gradient!(parts(&m(), 1.3));
        // Of columns side by side in memory too.
        check_gradient!(parts(&m().reversed_axes(), 1.3));
        check_gradient!(of_array(&a, &m(), 0.8));
        check_gradient!(mapped(&a, 0.7));
        check_gradient!(made(0.3, 1.2, &m()));
        check_gradient!(mean_or(&a, 0.7));
        check_gradient!(mean_or(&Array1::zeros(0), 0.7));
        check_gradient!(path(&a, &m(), const 4));
        check_gradient!(mixed(&[a.clone(), b.clone()], &m()));
        let parameters = Layer { weights: m(), bias: b.clone() };
        check_gradient!(layer(&parameters, &a));
        let (data, labels) = (wide(), array![0.3, -0.2, 1.4]);
        check_gradient!(loss(&four, 0.3, const &data, const labels.view()));
    }

    /// The gradients of derivatives along directions that depend on the parameters themselves.
    #[test]
    fn second_derivatives_are_those_of_central_differences() {
        let (a, b) = (array![0.3, -1.2, 0.7], array![1.1, 0.4, -0.6]);
        let four = array![0.3, -1.2, 0.7, 0.4];
        check_gradient!(along_elements(&a, &m()));
        check_gradient!(along_sums(&a, &b, 1.3));
        check_gradient!(along_products(&wide(), &four, 0.6));
        check_gradient!(along_parts(&m(), 1.3));
        check_gradient!(along_of_array(&a, &m(), 0.8));
        check_gradient!(along_mapped(&a, 0.7));
        check_gradient!(along_path(&a, &m(), const 4));
        check_gradient!(along_mixed(&[a.clone(), b.clone()], &m()));
    }

    #[test]
    fn tangents_of_views_are_arrays() {
        let (x, m): (_, Array2<$F>) = (array![1.0, 2.0], array![[1.0, 2.0], [3.0, 5.0]]);
        let (x_bar, m_bar) = quadratic_grad(x.view(), m.view());
        assert_eq!((x_bar, m_bar), (array![12.0, 25.0], array![[1.0, 2.0], [2.0, 4.0]]));
    }

    #[test]
    #[should_panic = "without a derivative rule"]
    fn arrays_are_not_repeated() {
        #[differentiate]
        fn sum(a: &Array1<$F>, b: &Array1<$F>) -> $F {
            (a + b).sum()
        }
        sum_grad(&array![1.0, 2.0, 3.0], &array![1.0]);
    }
}}
