namespace Assay.Statistics;

public static class Correlation
{
    /// <summary>Pearson's coefficient, −1 to 1; null where one of the series does not vary or there are fewer than two pairs.</summary>
    /// <exception cref="ArgumentException">The series are not equally long.</exception>
    public static double? Pearson(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        if (left.Length != right.Length)
            throw new ArgumentException("Only series of the same length can be correlated.", nameof(right));
        if (left.Length < 2)
            return null;

        var (leftMean, rightMean) = (Deviation.Mean(left), Deviation.Mean(right));
        var squares = Deviation.SumOfSquares(left, leftMean) * Deviation.SumOfSquares(right, rightMean);
        return squares > 0 ? Math.Clamp(Deviation.SumOfProducts(left, leftMean, right, rightMean) / Math.Sqrt(squares), -1, 1) : null;
    }
}
