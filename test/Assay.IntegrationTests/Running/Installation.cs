using System.Diagnostics;

namespace Assay.IntegrationTests.Running;

/// <summary>What <c>make build</c> leaves behind, in a folder of its own: the script and the program that it starts.</summary>
internal sealed class Installation : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly WorkFolder _folder = new();

    public Installation()
    {
        File.Copy(System.IO.Path.Combine(Repository.Root, "scripts", "assay"), System.IO.Path.Combine(_folder.Folder("scripts"), "assay"));
        var published = System.IO.Path.Combine(_folder.Folder("artifacts/publish/Assay.Server"), "release");
        Directory.CreateSymbolicLink(published, AppContext.BaseDirectory);
    }

    public string Path(string name) => System.IO.Path.Combine(_folder.Path, name);

    public void Write(string name, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path(name))!);
        File.WriteAllText(Path(name), text);
    }

    /// <summary>Runs the script with these settings and no others.</summary>
    public async Task<Outcome> RunAsync(string verb, params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo("bash", [Path("scripts/assay"), verb]) { RedirectStandardOutput = true, RedirectStandardError = true };
        AssayProcess.ClearEnvironment(start);
        foreach (var (name, value) in settings)
            start.Environment[name] = value;

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None).WaitAsync(Patience, TimeProvider.System);
        return new Outcome(process.ExitCode, await output, await errors);
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync("down");
        _folder.Dispose();
    }
}
