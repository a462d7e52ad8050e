using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Assay.Ingestion;

/// <summary>Names the process that works on a run, so that another one can tell whether it still lives.</summary>
public static class Owner
{
    /// <summary>Process id, start and machine: an id that the system gives out again is not taken for the old process.</summary>
    public static readonly string Self = $"{Environment.ProcessId}/{StartOf(Environment.ProcessId)}@{Environment.MachineName}";

    /// <summary>Whether the process may still be working. Of another machine's processes we cannot know and say yes.</summary>
    public static bool IsAlive(string owner)
    {
        if (owner == Self)
            return true;
        if (owner.Split('@') is not [var process, var machine] || machine != Environment.MachineName)
            return true;
        if (process.Split('/') is not [var text, var start] || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            return true;
        return StartOf(id) == start;
    }

    /// <summary>Tells the lives of one process id apart; null where there is no such process.</summary>
    private static string? StartOf(int id) => OperatingSystem.IsLinux() ? TicksSinceBoot(id) : StartTime(id);

    /// <summary>Counted by the kernel: a time of day would be another one for each reader after the clock has been set.</summary>
    private static string? TicksSinceBoot(int id)
    {
        const int StartTicks = 22; // see proc(5); the name of the program, field 2, stands in brackets and may hold anything
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var afterName = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return $"{afterName[StartTicks - 3]}.{File.ReadAllText("/proc/sys/kernel/random/boot_id")[..8]}";
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static string? StartTime(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return new DateTimeOffset(process.StartTime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or ExternalException)
        {
            return null;
        }
    }
}
