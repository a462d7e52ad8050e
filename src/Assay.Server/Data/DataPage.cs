using System.Text.Json.Serialization;

namespace Assay.Server.Data;

/// <summary>The answer of /data as the API document describes it. <see cref="Http.RowsResult"/> writes it without these objects.</summary>
/// <param name="Data">The rows.</param>
/// <param name="Metadata">Which part of the whole they are.</param>
internal sealed record DataPage(IReadOnlyList<DataRow> Data, PageMetadata Metadata);

/// <summary>One asset at one source. Money is in USD, changes are percent, times are UTC; what the source did not say is null.</summary>
internal sealed record DataRow(
    string CoinId,
    string AssetId,
    string? Symbol,
    string Name,
    string Source,
    int? Rank,
    double? CurrentPrice,
    double? MarketCap,
    [property: JsonPropertyName("volume_24h")] double? Volume24h,
    [property: JsonPropertyName("price_change_24h")] double? PriceChange24h,
    [property: JsonPropertyName("price_change_7d")] double? PriceChange7d,
    [property: JsonPropertyName("high_24h")] double? High24h,
    [property: JsonPropertyName("low_24h")] double? Low24h,
    double? CirculatingSupply,
    double? TotalSupply,
    double? MaxSupply,
    DateTimeOffset LastUpdated,
    DateTimeOffset RecordedAt);

internal sealed record PageMetadata(string RequestId, double ApiLatencyMs, int Page, int PageSize, long TotalCount, long TotalPages)
{
    /// <summary>The old id that was asked for, where the asset has been renamed since.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RedirectedFrom { get; init; }

    public static PageMetadata Of(HttpContext context, TimeProvider clock, long started, int page, int pageSize, long total) => new(
        context.TraceIdentifier, Math.Round(clock.GetElapsedTime(started).TotalMilliseconds, 3), page, pageSize, total, (total + pageSize - 1) / pageSize);
}
