using System.Numerics;

namespace Assay.Statistics;

/// <summary>How far values lie from their mean, in the unit of the values.</summary>
public static class Deviation
{
    /// <summary>The population standard deviation, divided by n.</summary>
    /// <exception cref="ArgumentException">There are no values.</exception>
    public static double Population(ReadOnlySpan<double> values) =>
        values.Length > 0 ? Math.Sqrt(SumOfSquares(values, Mean(values)) / values.Length) : throw new ArgumentException("A deviation needs at least one value.", nameof(values));

    /// <summary>The sample standard deviation, divided by n − 1.</summary>
    /// <exception cref="ArgumentException">There are fewer than two values.</exception>
    public static double Sample(ReadOnlySpan<double> values) =>
        values.Length > 1 ? Math.Sqrt(SumOfSquares(values, Mean(values)) / (values.Length - 1)) : throw new ArgumentException("The deviation of a sample needs at least two values.", nameof(values));

    /// <summary>NaN where there are no values.</summary>
    public static double Mean(ReadOnlySpan<double> values)
    {
        var sums = Vector<double>.Zero;
        var vectors = values.Length - (values.Length % Vector<double>.Count);
        for (var i = 0; i < vectors; i += Vector<double>.Count)
            sums += new Vector<double>(values[i..]);

        var sum = Vector.Sum(sums);
        foreach (var value in values[vectors..])
            sum += value;
        return sum / values.Length;
    }

    /// <summary>Of the distances from the mean. A second pass: the sum of the squares alone loses all digits where the values are large and close together.</summary>
    internal static double SumOfSquares(ReadOnlySpan<double> values, double mean) => SumOfProducts(values, mean, values, mean);

    internal static double SumOfProducts(ReadOnlySpan<double> left, double leftMean, ReadOnlySpan<double> right, double rightMean)
    {
        var sums = Vector<double>.Zero;
        var vectors = left.Length - (left.Length % Vector<double>.Count);
        for (var i = 0; i < vectors; i += Vector<double>.Count)
            sums += (new Vector<double>(left[i..]) - new Vector<double>(leftMean)) * (new Vector<double>(right[i..]) - new Vector<double>(rightMean));

        var sum = Vector.Sum(sums);
        for (var i = vectors; i < left.Length; i++)
            sum += (left[i] - leftMean) * (right[i] - rightMean);
        return sum;
    }
}
