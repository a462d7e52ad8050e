namespace Assay.Candles;

/// <summary>What a candle tells, whatever its interval.</summary>
/// <param name="Prices">Open, high, low, close, and the volume where all of it is known.</param>
/// <param name="Samples">How many observations it was made from; null where a part of it was delivered by the source, which does not say.</param>
/// <param name="Method">Where it comes from.</param>
public readonly record struct CandleContent(Ohlc Prices, int? Samples, CandleMethod Method)
{
    /// <summary>One observation.</summary>
    public static CandleContent Of(double price) => new(Ohlc.Of(price), 1, CandleMethod.Sampled);

    /// <summary>This and what follows it within a wider candle. Associative, but for the last digit of a volume.</summary>
    public CandleContent Then(CandleContent next) => new(Prices.Then(next.Prices), Samples + next.Samples, MethodOf(Method, next.Method));

    /// <summary>As a wider candle shows it: of its parts it is at best merged.</summary>
    public CandleContent AsPart() => Method == CandleMethod.Native ? this with { Method = CandleMethod.Merged } : this;

    private static CandleMethod MethodOf(CandleMethod one, CandleMethod other) =>
        one == CandleMethod.Sampled && other == CandleMethod.Sampled ? CandleMethod.Sampled : CandleMethod.Merged;
}
