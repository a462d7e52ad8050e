namespace Assay.Providers;

/// <summary>What a task would spend if it could.</summary>
/// <param name="Task">Its name.</param>
/// <param name="CreditsPerSecond">What it wants to spend.</param>
/// <param name="Weight">How much it matters beside the others.</param>
public sealed record Demand(string Task, double CreditsPerSecond, double Weight);

/// <summary>Divides the credits of a source among its tasks. Where there are enough each has what it wants; else those that want little have it, and the others share the rest by weight.</summary>
public static class CreditPlan
{
    /// <summary>Credits per second that each task may spend.</summary>
    public static IReadOnlyDictionary<string, double> Divide(double creditsPerSecond, IReadOnlyCollection<Demand> demands)
    {
        var granted = new Dictionary<string, double>();
        var open = demands.ToList();
        while (open.Count > 0)
        {
            var fair = creditsPerSecond / open.Sum(demand => demand.Weight);
            var modest = open.Where(demand => demand.CreditsPerSecond <= fair * demand.Weight).ToList();
            foreach (var demand in modest.Count > 0 ? modest : open)
                granted[demand.Task] = Math.Min(demand.CreditsPerSecond, fair * demand.Weight);
            if (modest.Count == 0)
                break;

            creditsPerSecond -= modest.Sum(demand => demand.CreditsPerSecond);
            open.RemoveAll(modest.Contains);
        }

        return granted;
    }
}
