using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Assay.Benchmarks;

/// <summary>The program as a process of its own.</summary>
internal sealed partial class AssayProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private AssayProcess(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public static Task<AssayProcess> SimulateAsync(int coins) => StartAsync(new Dictionary<string, string?>(), "simulate", "--port", "0", "--coins", $"{coins}");

    /// <summary>Starts a verb and waits until it says where it listens.</summary>
    public static async Task<AssayProcess> StartAsync(IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "assay.dll"), .. arguments]) { RedirectStandardOutput = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        var process = Process.Start(start)!;
        using var timeout = new CancellationTokenSource(StartTimeout, TimeProvider.System);
        while (await process.StandardOutput.ReadLineAsync(timeout.Token) is { } line)
        {
            if (Listening().Match(line) is not { Success: true } match)
                continue;
            _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None); // so that it never waits for a reader
            return new AssayProcess(process, new Uri(match.Groups["address"].Value + "/"));
        }

        throw new InvalidOperationException($"assay {string.Join(' ', arguments)} ended without listening.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    [GeneratedRegex(@"listens on (?<address>http://[0-9.]+:[0-9]+)")]
    private static partial Regex Listening();
}
