namespace Assay.Storage;

/// <summary>Of a store that can be copied into a file and back by ourselves. A store without it is backed up with tools of its own.</summary>
public interface IBackup
{
    /// <summary>Writes the store as it is at this moment into a file, while others go on working on it, and proves the file.</summary>
    /// <param name="file">Must not exist yet.</param>
    /// <param name="progress">Told the part that is done, 0 to 1; may be null.</param>
    /// <param name="cancellationToken">Ends it; nothing is left behind.</param>
    /// <returns>How many rows of which table are in the file.</returns>
    Task<IReadOnlyDictionary<string, long>> BackUpAsync(string file, IProgress<double>? progress, CancellationToken cancellationToken);

    /// <summary>Puts the store of a backup in the place of this one, which nobody may be using.</summary>
    /// <param name="file">What <see cref="BackUpAsync"/> wrote.</param>
    /// <param name="force">Also where there is a store already; that one is kept aside.</param>
    /// <param name="cancellationToken">Ends it while nothing has been replaced yet.</param>
    /// <returns>The file that now holds the former store; null if there was none.</returns>
    Task<string?> RestoreAsync(string file, bool force, CancellationToken cancellationToken);
}
