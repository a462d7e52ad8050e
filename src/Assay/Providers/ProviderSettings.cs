namespace Assay.Providers;

/// <summary>What an operator decides about one HTTP source.</summary>
public sealed record ProviderSettings
{
    public bool Enabled { get; init; } = true;

    /// <summary>Null means the provider's own address.</summary>
    public Uri? BaseUrl { get; init; }

    public string? ApiKey { get; init; }

    /// <summary>The provider's name of the plan that the key belongs to.</summary>
    public string? Plan { get; init; }

    /// <summary>Most calls in any minute, 1 or more.</summary>
    public int CallsPerMinute { get; init; } = 10;

    /// <summary>Most credits in a month; null where there is no limit, or none is known.</summary>
    public long? MonthlyCredits { get; init; }
}
