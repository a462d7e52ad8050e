namespace Assay.Identity;

/// <summary>An operator's word on what a source's coin stands for.</summary>
/// <param name="Source">Whose coin it is.</param>
/// <param name="CoinId">The source's own id.</param>
/// <param name="AssetId">Our id of the asset, or any source's; null makes the coin an asset of its own.</param>
/// <param name="Reason">In the operator's words; null where there are none.</param>
public sealed record MappingOverride(SourceId Source, string CoinId, string? AssetId, string? Reason)
{
    /// <summary>Why it cannot be done; null where it can.</summary>
    public MappingRefusal? FindFault(IdentityMap map)
    {
        if (AssetId is null)
        {
            return map.FindLink(Source, CoinId) is null
                ? new(IsUnknown: true, $"{Source} has shown no coin '{CoinId}' yet, so it cannot be made an asset of its own.")
                : null;
        }

        if (map.Resolve(AssetId)?.Asset.Id is not { } asset)
            return new(IsUnknown: true, $"No asset is called '{AssetId}', by our id or any source's. /api/v1/cryptos?q= searches.");

        return map.LinksOf(asset).FirstOrDefault(link => link.Source == Source && link.CoinId != CoinId) is { } other
            ? new(IsUnknown: false, $"{asset} is {Source}'s coin '{other.CoinId}' already, and an asset has one coin of a source. Map that one to another asset first.")
            : null;
    }
}

/// <param name="IsUnknown">The coin or the asset is not known.</param>
/// <param name="Reason">A sentence for the operator.</param>
public sealed record MappingRefusal(bool IsUnknown, string Reason);
