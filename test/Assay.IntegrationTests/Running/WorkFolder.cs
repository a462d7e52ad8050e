namespace Assay.IntegrationTests.Running;

/// <summary>A folder of its own, in which programs of one test work. It goes with the test.</summary>
internal sealed class WorkFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("assay-").FullName;

    /// <summary>Where the program keeps its data if nothing else is said.</summary>
    public string Database => System.IO.Path.Combine(Path, "data", "assay.db");

    /// <summary>A folder in it, which is made if need be.</summary>
    public string Folder(string name) => Directory.CreateDirectory(System.IO.Path.Combine(Path, name)).FullName;

    public string Write(string name, string text)
    {
        var file = System.IO.Path.Combine(Path, name);
        File.WriteAllText(file, text);
        return file;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
