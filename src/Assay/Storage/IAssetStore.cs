namespace Assay.Storage;

/// <summary>What is known of identities.</summary>
public interface IAssetStore
{
    Task<IReadOnlyList<Asset>> ReadAssetsAsync(CancellationToken cancellationToken);

    /// <summary>All links that ever held, the older ones first; aliases of renamed and merged assets are among them.</summary>
    Task<IReadOnlyList<AssetLink>> ReadLinksAsync(CancellationToken cancellationToken);
}
