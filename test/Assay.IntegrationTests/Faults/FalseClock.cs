using System.Globalization;
using Assay.IntegrationTests.Running;

namespace Assay.IntegrationTests.Faults;

/// <summary>A clock of the day that goes wrong for one program, by libfaketime. What measures how long something takes goes on as it is, as when somebody sets the clock of a machine.</summary>
internal sealed class FalseClock : IDisposable
{
    public const string Missing = "libfaketime is not installed.";

    private readonly WorkFolder _folder = new();

    public FalseClock(TimeSpan ahead) => Set(ahead);

    public static string? Library { get; } =
        Directory.Exists("/usr/lib") ? Directory.EnumerateFiles("/usr/lib", "libfaketime.so.1", SearchOption.AllDirectories).FirstOrDefault() : null;

    public (string Name, string Value)[] Settings =>
    [
        ("LD_PRELOAD", Library!),
        ("FAKETIME_TIMESTAMP_FILE", File),
        ("FAKETIME_NO_CACHE", "1"),
        ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
    ];

    private string File => Path.Combine(_folder.Path, "clock");

    public void Set(TimeSpan ahead)
    {
        // Moved into place, since the program may read it at any moment.
        var next = _folder.Write("next", string.Create(CultureInfo.InvariantCulture, $"{ahead.TotalSeconds:+0;-0;+0}"));
        System.IO.File.Move(next, File, overwrite: true);
    }

    public void Dispose() => _folder.Dispose();
}
