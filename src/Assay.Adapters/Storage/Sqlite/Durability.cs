namespace Assay.Adapters.Storage.Sqlite;

/// <summary>What a commit outlives when it returns. Commits reach the disk in their order, so the lesser one becomes as durable as the next greater one.</summary>
internal enum Durability
{
    OutlivesPowerCut,

    /// <summary>Not a power cut, and so no wait for the disk: for what means nothing without the commit that follows.</summary>
    OutlivesProcess,
}
