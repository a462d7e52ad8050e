using Assay.Storage;

namespace Assay.Facts;

/// <summary>A coin that many people at a source look for just now. The places of one answer belong together.</summary>
public sealed record TrendingCoin : Fact
{
    /// <summary>From 1.</summary>
    public required int Place { get; init; }

    /// <summary>The source's own id.</summary>
    public required string CoinId { get; init; }

    public string? Symbol { get; init; }

    public string? Name { get; init; }

    /// <summary>Place by market cap.</summary>
    public int? Rank { get; init; }

    /// <summary>USD.</summary>
    public double? Price { get; init; }

    /// <summary>Percent.</summary>
    public double? PriceChange24h { get; init; }

    public override Table Table => Table.Trending;

    public override object?[] ToRow(SourceId source, DateTimeOffset recordedAt) =>
        [source.Name, (long)Place, recordedAt, CoinId, Symbol, Name, (long?)Rank, Price, PriceChange24h];
}
