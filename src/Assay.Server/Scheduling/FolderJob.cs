using Assay.Ingestion;
using Assay.Server.Configuration;
using Quartz;

namespace Assay.Server.Scheduling;

/// <summary>Imports what is new in the folder for CSV files.</summary>
[DisallowConcurrentExecution]
internal sealed class FolderJob(FileImporter importer, Settings settings, IHostApplicationLifetime lifetime, ILogger<FolderJob> logger) : IJob
{
    public async Task Execute(IJobExecutionContext context)
    {
        foreach (var (file, reason) in await importer.ImportFolderAsync(settings.CsvPath, lifetime.ApplicationStopping))
            logger.FileNotImported(file, reason);
    }
}
