using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Assay.IntegrationTests.Running;

/// <summary>The real program in a process of its own. It never outlives the test.</summary>
internal sealed class AssayProcess : IAsyncDisposable
{
    private const int Listening = 3005;
    private const int SigTerm = 15;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "assay.dll");

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private AssayProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => _errors.Enqueue(line.Data ?? "");
        _process.Start();
        Id = _process.Id;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id { get; }

    public bool HasEnded => _process.HasExited;

    public string Output => string.Join('\n', _output);

    public string Errors => string.Join('\n', _errors).Trim();

    /// <summary>Starts <c>assay</c> with these settings and no others.</summary>
    public static AssayProcess Start(WorkFolder folder, IReadOnlyDictionary<string, string>? settings, params ReadOnlySpan<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Program);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);

        ClearEnvironment(start);
        start.Environment["PORT"] = "0";
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return new AssayProcess(start);
    }

    /// <summary>Leaves what any program needs, and no setting of ours.</summary>
    public static void ClearEnvironment(ProcessStartInfo start)
    {
        start.Environment.Clear();
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            if ((string)variable.Key is "PATH" or "HOME" or "TMPDIR" || ((string)variable.Key).StartsWith("DOTNET_", StringComparison.Ordinal))
                start.Environment[(string)variable.Key] = (string?)variable.Value;
        }
    }

    /// <summary>Runs a command to its end.</summary>
    public static async Task<Outcome> RunAsync(WorkFolder folder, IReadOnlyDictionary<string, string>? settings, params string[] arguments)
    {
        await using var process = Start(folder, settings, arguments);
        return await process.EndAsync();
    }

    /// <summary>Waits until the server says where it listens.</summary>
    public Task<Uri> AddressAsync() => _address.Task.WaitAsync(Patience, TimeProvider.System, TestContext.Current.CancellationToken);

    public async Task<Outcome> EndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TimeProvider.System, TestContext.Current.CancellationToken);
        return new Outcome(_process.ExitCode, Output, Errors);
    }

    /// <summary>SIGKILL: it gets no chance to tidy up.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await EndAsync();
    }

    /// <summary>SIGTERM: it is asked to stop.</summary>
    public async Task<Outcome> StopAsync()
    {
        Assert.Equal(0, Signal(Id, SigTerm));
        return await EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Signal(int process, int signal);

    private void Hear(string? line)
    {
        if (line is null)
        {
            _address.TrySetException(new InvalidOperationException($"The program ended without listening.\n{Output}\n{Errors}"));
            _ = _address.Task.Exception; // nobody may be waiting for it
            return;
        }

        _output.Enqueue(line);
        if (_address.Task.IsCompleted || !line.StartsWith('{'))
            return;

        var log = JsonElement.Parse(line);
        if (log.GetProperty("EventId").GetInt32() == Listening)
            _address.TrySetResult(new Uri(log.GetProperty("State").GetProperty("Address").GetString()!));
    }
}

/// <param name="ExitCode">0 done, 1 failed, 2 wrong usage.</param>
/// <param name="Output">All of standard output.</param>
/// <param name="Errors">All of standard error.</param>
internal sealed record Outcome(int ExitCode, string Output, string Errors);
