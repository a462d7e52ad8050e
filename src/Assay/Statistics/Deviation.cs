namespace Assay.Statistics;

public static class Deviation
{
    /// <summary>
    /// The population standard deviation (divided by n, not n − 1), in the unit of the values. Two passes: the sum of squares alone
    /// loses all digits where the values are large and close together.
    /// </summary>
    /// <exception cref="ArgumentException">There are no values.</exception>
    public static double Population(IReadOnlyList<double> values)
    {
        if (values.Count == 0)
            throw new ArgumentException("A deviation needs at least one value.", nameof(values));

        var mean = values.Average();
        var squares = 0.0;
        foreach (var value in values)
            squares += (value - mean) * (value - mean);
        return Math.Sqrt(squares / values.Count);
    }
}
