using System.Diagnostics;

namespace Assay.Ingestion;

/// <summary>Names the process that works on a run, so that another one can tell whether it still lives.</summary>
public static class Owner
{
    /// <summary>Process id, start time and machine: an id that the system gives out again is not taken for the old process.</summary>
    public static readonly string Self = Describe(Process.GetCurrentProcess());

    /// <summary>Whether the process may still be working. Of another machine's processes we cannot know and say yes.</summary>
    public static bool IsAlive(string owner)
    {
        if (owner == Self)
            return true;
        if (owner.Split('@') is not [var process, var machine] || machine != Environment.MachineName)
            return true;
        if (!int.TryParse(process.Split('/')[0], out var id))
            return true;

        try
        {
            using var found = Process.GetProcessById(id);
            return Describe(found) == owner;
        }
        catch (ArgumentException)
        {
            return false; // no such process
        }
    }

    private static string Describe(Process process) =>
        $"{process.Id}/{new DateTimeOffset(process.StartTime).ToUnixTimeSeconds()}@{Environment.MachineName}";
}
