using System.Globalization;

namespace Assay.IntegrationTests.Killing;

/// <summary>The moments of the kills are other ones in each run, unless ASSAY_KILL_SEED asks for those of an earlier run again.</summary>
internal static class KillSeed
{
    public static Random Begin(ITestOutputHelper output)
    {
        var wanted = Environment.GetEnvironmentVariable("ASSAY_KILL_SEED");
        var seed = wanted is null ? Random.Shared.Next() : int.Parse(wanted, CultureInfo.InvariantCulture);
        output.WriteLine($"ASSAY_KILL_SEED={seed} gives the same moments again.");
        return new Random(seed);
    }
}
