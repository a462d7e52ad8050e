namespace Assay.Tests;

/// <summary>
/// Answers that real providers once gave. They are other people's and not in this repository: the folder named by
/// ASSAY_RECORDINGS, else <c>shared/payloads</c> beside the checkout.
/// </summary>
internal static class Recordings
{
    public static string Folder { get; } = Environment.GetEnvironmentVariable("ASSAY_RECORDINGS") ?? Path.Combine(Repository.Root, "..", "shared", "payloads");

    /// <summary>The path of a recorded file. Without the recordings the test is skipped on a laptop and fails in CI.</summary>
    public static string Require(string path)
    {
        var file = Path.Combine(Folder, path);
        var found = File.Exists(file) || Directory.Exists(file);
        if (!found && Environment.GetEnvironmentVariable("CI") is not null)
            Assert.Fail($"The recording {path} must be there in CI; ASSAY_RECORDINGS names the folder.");
        Assert.SkipUnless(found, $"The recording {path} is not here; set ASSAY_RECORDINGS to the folder that holds it.");
        return file;
    }

    public static byte[] Read(string path) => File.ReadAllBytes(Require(path));
}
