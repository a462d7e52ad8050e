using System.Diagnostics;
using System.Globalization;

namespace Assay.Benchmarks;

/// <param name="Seconds">By the clock.</param>
/// <param name="Processor">Seconds of all threads of this process.</param>
/// <param name="Allocated">Bytes.</param>
internal readonly record struct Cost(double Seconds, double Processor, long Allocated);

internal static class Measure
{
    public const int Rounds = 5;

    public static double Seconds(Action work)
    {
        var started = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    public static async Task<double> SecondsAsync(Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>On a shared machine processor time and garbage say more than the clock does.</summary>
    public static async Task<Cost> CostAsync(Func<Task> work)
    {
        var processor = Environment.CpuUsage.TotalTime;
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var seconds = await SecondsAsync(work);
        return new Cost(seconds, (Environment.CpuUsage.TotalTime - processor).TotalSeconds, GC.GetTotalAllocatedBytes(precise: true) - allocated);
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    /// <summary>One line of the result: ours, the limit of the machine measured in between, and the ratio.</summary>
    public static void Tell(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    /// <summary>Keeps this process on one core.</summary>
    public static void UseOneCore()
    {
        if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
            Process.GetCurrentProcess().ProcessorAffinity = 1;
    }

    /// <summary>Most memory that this process ever had, in megabytes.</summary>
    public static double PeakMegabytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / 1e6;
    }
}
