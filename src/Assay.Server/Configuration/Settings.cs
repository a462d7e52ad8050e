using System.Net;
using Assay.Ingestion;
using Assay.Providers;
using Assay.Storage;

namespace Assay.Server.Configuration;

/// <summary>All that an operator can set. Names, defaults and meanings: docs/settings.md.</summary>
public sealed record Settings
{
    public required int Port { get; init; }

    public required IPAddress BindAddress { get; init; }

    public required string DatabaseUrl { get; init; }

    /// <summary>A replica for history and candles; null reads them where everything is.</summary>
    public required string? DatabaseReadUrl { get; init; }

    public required bool IsDevelopment { get; init; }

    public required LogLevel LogLevel { get; init; }

    /// <summary>Whoever sends it may do what changes things; null refuses that, except from loopback in development.</summary>
    public required string? AdminApiKey { get; init; }

    public required IReadOnlyDictionary<SourceId, ProviderSettings> Sources { get; init; }

    public required string CsvPath { get; init; }

    /// <summary>By the names of <see cref="FetchTask"/>.</summary>
    public required IReadOnlyDictionary<string, Cadence> Schedule { get; init; }

    public required IngestionOptions Ingestion { get; init; }

    public required UpkeepOptions Upkeep { get; init; }

    /// <summary>What is not wrong but will not do what somebody may expect; /health shows it.</summary>
    public required IReadOnlyList<string> Notices { get; init; }
}
