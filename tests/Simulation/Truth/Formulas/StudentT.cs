namespace CallCenter.Simulation.Truth.Formulas;

/// <summary>Student's t distribution, by the incomplete beta function's continued fraction (NIST DLMF 8.17.22, Lentz's method).</summary>
internal static class StudentT
{
    /// <summary>That the distance is at least this, on either side, with so many degrees of freedom.</summary>
    public static double TwoSided(double t, int freedom) => RegularizedBeta(freedom / (freedom + (t * t)), freedom / 2.0, 0.5);

    /// <summary>The distance that is exceeded, on either side, with this probability.</summary>
    public static double Critical(double probability, int freedom)
    {
        var (low, high) = (0.0, 1.0);
        while (TwoSided(high, freedom) > probability)
        {
            high *= 2;
        }

        for (var step = 0; step < 60; step++)
        {
            var middle = (low + high) / 2;
            (low, high) = TwoSided(middle, freedom) > probability ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }

    private static double RegularizedBeta(double x, double a, double b)
    {
        if (x is <= 0 or >= 1)
        {
            return x <= 0 ? 0 : 1;
        }

        return x < (a + 1) / (a + b + 2)
            ? Front(x, a, b) * Fraction(x, a, b) / a
            : 1 - (Front(x, a, b) * Fraction(1 - x, b, a) / b);
    }

    private static double Front(double x, double a, double b) =>
        Math.Exp(LogGamma(a + b) - LogGamma(a) - LogGamma(b) + (a * Math.Log(x)) + (b * Math.Log(1 - x)));

    private static double Fraction(double x, double a, double b)
    {
        const double Tiny = 1e-300;
        var (c, d) = (1.0, 1 / NotZero(1 - ((a + b) * x / (a + 1))));
        var result = d;
        for (var m = 1; m < 500; m++)
        {
            Turn(m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m))));
            if (Math.Abs(Turn(-(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1))) - 1) < 1e-15)
            {
                break;
            }
        }

        return result;

        double Turn(double coefficient)
        {
            d = 1 / NotZero(1 + (coefficient * d));
            c = NotZero(1 + (coefficient / c));
            result *= c * d;
            return c * d;
        }

        static double NotZero(double value) => Math.Abs(value) < Tiny ? Tiny : value;
    }

    /// <summary>Whole and half arguments are all that is asked for: Γ(x+1) = xΓ(x), from Γ(1) = 1 and Γ(1/2) = √π.</summary>
    private static double LogGamma(double x)
    {
        var sum = x % 1 == 0 ? 0 : Math.Log(Math.PI) / 2;
        for (var at = x % 1 == 0 ? 1 : 0.5; at < x; at++)
        {
            sum += Math.Log(at);
        }

        return sum;
    }
}
