using Assay.Storage;

namespace Assay.Facts;

/// <summary>A place where coins are traded, and how much.</summary>
public sealed record Exchange : Fact
{
    /// <summary>The source's own id.</summary>
    public required string ExchangeId { get; init; }

    public string? Name { get; init; }

    /// <summary>Place in the source's own ranking, 1 is the best.</summary>
    public int? Rank { get; init; }

    /// <summary>USD, rolling 24 hours.</summary>
    public double? Volume24h { get; init; }

    /// <summary>In bitcoin, where the source counts so, rolling 24 hours.</summary>
    public double? Volume24hBtc { get; init; }

    /// <summary>The source's own mark, 0 to 10.</summary>
    public double? TrustScore { get; init; }

    public int? YearEstablished { get; init; }

    public string? Country { get; init; }

    public string? Website { get; init; }

    public override Table Table => Table.Exchanges;

    public override object?[] ToRow(SourceId source, DateTimeOffset recordedAt) =>
        [source.Name, ExchangeId, recordedAt, Name, (long?)Rank, Volume24h, Volume24hBtc, TrustScore, (long?)YearEstablished, Country, Website];
}
