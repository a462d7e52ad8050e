namespace Assay;

/// <summary>The statement that a source's coin is one of our assets, with the reason for it.</summary>
/// <param name="Source">Who uses the coin id.</param>
/// <param name="CoinId">The source's own id, for example <c>btc-bitcoin</c>.</param>
/// <param name="Asset">What it stands for.</param>
/// <param name="Method">The rule that made the link, see <c>LinkMethod</c>.</param>
/// <param name="Evidence">What the rule saw, as a sentence.</param>
/// <param name="ValidFrom">When the link began to hold.</param>
/// <param name="ValidTo">When it ceased to hold; null while it does.</param>
public sealed record AssetLink(
    SourceId Source, string CoinId, AssetId Asset, string Method, string Evidence, DateTimeOffset ValidFrom, DateTimeOffset? ValidTo = null);
