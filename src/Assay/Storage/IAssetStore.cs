namespace Assay.Storage;

/// <summary>What is known of identities.</summary>
public interface IAssetStore
{
    Task<IReadOnlyList<Asset>> ReadAssetsAsync(CancellationToken cancellationToken);

    /// <summary>The links that hold now, aliases of renamed assets among them.</summary>
    Task<IReadOnlyList<AssetLink>> ReadLinksAsync(CancellationToken cancellationToken);
}
