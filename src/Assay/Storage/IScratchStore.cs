namespace Assay.Storage;

/// <summary>Opens stores for work that needs one of its own for a while.</summary>
public interface IScratchStores
{
    /// <exception cref="StoreException">There is no room for one.</exception>
    Task<IScratchStore> OpenAsync(CancellationToken cancellationToken);
}

/// <summary>An empty store that is removed when it is disposed of.</summary>
public interface IScratchStore : IAsyncDisposable
{
    IMarketStore Market { get; }

    IAssetStore Assets { get; }

    IRunBook Runs { get; }

    IRowStore Rows { get; }
}
