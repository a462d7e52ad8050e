using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Assay.Identity;
using Assay.Server.Cryptos;
using Assay.Server.Data;
using Assay.Server.Http;
using Microsoft.AspNetCore.Mvc;

namespace Assay.Server.Mappings;

public sealed record UnresolvedQuery : Paging
{
    [FromQuery(Name = "source"), Description("Only coins of this source.")]
    public string? Source { get; init; }
}

/// <param name="AssetId">Our id of the asset, or any source's; null makes the coin an asset of its own. Must be there.</param>
/// <param name="Reason">Why, in your words; it stands with the link.</param>
public sealed record MappingBody([property: JsonRequired] string? AssetId, [property: MaxLength(500)] string? Reason);

/// <param name="Data">Coins that are assets of their own.</param>
/// <param name="Suspects">Links whose two ends do not go together.</param>
/// <param name="Metadata">Which part of the coins this is.</param>
internal sealed record UnresolvedPage(IReadOnlyList<UnresolvedRow> Data, IReadOnlyList<SuspectRow> Suspects, PageMetadata Metadata);

/// <param name="Source">Whose coin it is.</param>
/// <param name="CoinId">The source's own id.</param>
/// <param name="AssetId">The asset that it is now.</param>
/// <param name="Evidence">Why it became one of its own.</param>
/// <param name="ValidFrom">Since when.</param>
/// <param name="Candidates">The assets that it might be.</param>
internal sealed record UnresolvedRow(
    string Source, string CoinId, string AssetId, string Evidence, DateTimeOffset ValidFrom, IReadOnlyList<CandidateRow> Candidates)
{
    public static UnresolvedRow Of(UnresolvedCoin coin) => new(
        coin.Link.Source.Name, coin.Link.CoinId, coin.Link.Asset.Slug, coin.Link.Evidence, coin.Link.ValidFrom,
        [.. coin.Candidates.Select(candidate => new CandidateRow(candidate.Asset.Slug, candidate.Refusal))]);
}

/// <param name="AssetId">The asset.</param>
/// <param name="Refusal">Why the coin was not taken for it.</param>
internal sealed record CandidateRow(string AssetId, string Refusal);

internal sealed record SuspectRow(string Source, string AssetId, string Evidence)
{
    public static SuspectRow Of(SuspectLink suspect) => new(suspect.Source.Name, suspect.Asset.Slug, suspect.Evidence);
}

/// <summary>What a source's coin stands for now.</summary>
internal sealed record MappingRow(string AssetId, LinkRow Link)
{
    public static MappingRow Of(AssetLink link) => new(link.Asset.Slug, LinkRow.Of(link));
}
