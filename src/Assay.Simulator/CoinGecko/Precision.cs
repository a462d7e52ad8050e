using System.Globalization;
using System.Text.Json;

namespace Assay.Simulator.CoinGecko;

/// <summary>How CoinGecko rounds prices: 70187, 4779.69, 1.032, 0.432979, 3.15e-06, unless told otherwise.</summary>
/// <param name="Decimals">Null means by size.</param>
/// <param name="Full">Not rounded at all.</param>
internal readonly record struct Precision(int? Decimals, bool Full)
{
    private const int SignificantBelowOne = 6;
    private const int MostDecimals = 15; // all that Math.Round can do, and all that a double has

    public static Precision Usual { get; } = new(null, Full: false);

    public static Precision Parse(string? text) =>
        text == "full" ? new(null, Full: true)
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var decimals) ? new(Math.Min(decimals, MostDecimals), Full: false)
        : Usual;

    public double Round(double price)
    {
        if (Full || price == 0)
            return price;
        if (Decimals is { } decimals)
            return Math.Round(price, decimals);

        return Math.Abs(price) switch
        {
            >= 10_000 => Math.Round(price),
            >= 10 => Math.Round(price, 2),
            >= 1 => Math.Round(price, 3),
            _ => Significant(price),
        };
    }

    // Through text: scaling a small double by a power of ten and back would leave digits that nobody meant.
    private static double Significant(double price) =>
        double.Parse(price.ToString($"E{SignificantBelowOne - 1}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}

internal static class PriceWriting
{
    /// <summary>A rounded price. Large ones are whole numbers on the wire, small ones keep their <c>.0</c>.</summary>
    public static void WritePrice(this Utf8JsonWriter json, string name, double price, Precision precision)
    {
        var rounded = precision.Round(price);
        json.WriteFloat(name, rounded, alwaysFraction: rounded < 10_000);
    }
}
