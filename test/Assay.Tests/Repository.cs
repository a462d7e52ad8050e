namespace Assay.Tests;

internal static class Repository
{
    /// <summary>The folder that holds Assay.slnx.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder)
    {
        while (!File.Exists(Path.Combine(folder, "Assay.slnx")))
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("Assay.slnx is in no folder above the tests.");
        return folder;
    }
}
