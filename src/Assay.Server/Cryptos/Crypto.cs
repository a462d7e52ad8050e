using System.Text.Json;
using System.Text.Json.Serialization;
using Assay.Board;
using Assay.Identity;
using Assay.Server.Facts;

namespace Assay.Server.Cryptos;

/// <summary>An asset with all that the sources say of it now.</summary>
internal sealed record Crypto(
    string AssetId,
    string? Symbol,
    string Name,
    IReadOnlyDictionary<string, string> Contracts,
    IReadOnlyList<LinkRow> Links,
    IReadOnlyList<LinkRow> FormerLinks,
    IReadOnlyList<JsonElement> Quotes,
    IReadOnlyList<FactRow> Metadata,
    IReadOnlyList<FactRow> Sentiment,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? RedirectedFrom)
{
    public static Crypto Of(
        ResolvedCoin coin, IReadOnlyList<BoardRow> rows, IReadOnlyList<AssetLink> links, IReadOnlyList<AssetLink> formerLinks,
        IReadOnlyList<FactRow> metadata, IReadOnlyList<FactRow> sentiment) => new(
        coin.Asset.Id.Slug, coin.Asset.Symbol, coin.Asset.Name, coin.Asset.Contracts, [.. links.Select(LinkRow.Of)], [.. formerLinks.Select(LinkRow.Of)],
        [.. rows.Select(row => JsonSerializer.Deserialize<JsonElement>(row.Json.Span))], metadata, sentiment, coin.RedirectedFrom);
}

/// <summary>Why a source's coin is, or was, taken for this asset.</summary>
internal sealed record LinkRow(
    string Source, string CoinId, string Method, string Evidence, DateTimeOffset ValidFrom,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? ValidTo)
{
    public static LinkRow Of(AssetLink link) => new(link.Source.Name, link.CoinId, link.Method, link.Evidence, link.ValidFrom, link.ValidTo);
}
