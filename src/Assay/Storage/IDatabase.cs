namespace Assay.Storage;

/// <summary>The place where everything is stored.</summary>
public interface IDatabase
{
    /// <summary>What it is and where, without secrets, for logs and messages.</summary>
    string Description { get; }

    /// <summary>Creates the database where there is none and applies the migrations it lacks; returns how many those were.</summary>
    /// <exception cref="StoreException">It cannot be opened, or a newer program has already changed it.</exception>
    Task<int> MigrateAsync(CancellationToken cancellationToken);

    /// <summary>Whether it answers.</summary>
    /// <exception cref="StoreException">It does not, and why.</exception>
    Task CheckAsync(CancellationToken cancellationToken);
}
