namespace Assay.Adapters.Storage.Sqlite;

/// <summary>A file that is being written under another name, so that nobody ever takes half of it for the whole.</summary>
internal sealed class PartFile : IDisposable
{
    private readonly string _target;

    public PartFile(string target)
    {
        (_target, Path) = (target, target + ".part");
        File.Delete(Path); // of somebody who did not get to the end
    }

    public string Path { get; }

    public void Complete() => File.Move(Path, _target);

    public void Dispose() => File.Delete(Path);
}
