namespace Assay.Providers;

/// <summary>How far the import of a file is. Stored in the transaction of the rows themselves, so that a crash repeats and loses nothing.</summary>
/// <param name="Sha256">The file's content, and the columns where they were named, in lower-case hex: what an import is known by.</param>
/// <param name="Name">Its name, for people.</param>
/// <param name="Length">Its size in bytes.</param>
/// <param name="Offset">Where the next part begins.</param>
/// <param name="Line">The number of the line at <paramref name="Offset"/>, from 1.</param>
public sealed record FileProgress(string Sha256, string Name, long Length, long Offset, long Line)
{
    public bool IsComplete => Offset >= Length;
}
