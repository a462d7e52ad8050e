using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Assay.Identity;
using Assay.Providers;
using Assay.Storage;

namespace Assay.Ingestion;

/// <summary>Imports files. A file is known by its content: importing it twice changes nothing, and an import that was cut off goes on where it was.</summary>
public sealed class FileImporter(ProviderRegistry providers, IMarketStore market, RunRecorder recorder, IngestionOptions options, TimeProvider clock)
{
    public const string Task = "import";

    /// <summary>
    /// Names of our own and of the APIs that we ask or are going to ask: a file under one of them would be taken for their word as soon
    /// as they are switched on.
    /// </summary>
    private static readonly FrozenSet<string> Reserved = FrozenSet.Create(
        SourceId.Consensus.Name, IdentityMap.Aliases.Name, SourceId.CoinGecko.Name, SourceId.CoinPaprika.Name, SourceId.CoinMarketCap.Name, SourceId.CoinMarketCapDex.Name,
        SourceId.Binance.Name, "cmc", "cmc-dex");

    /// <summary>A file that failed is tried again, but not in every round.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(10);

    /// <summary>A file of the folder that was changed a shorter time ago may be half there; its last row may be cut in the middle of a price.</summary>
    private static readonly TimeSpan StillBeingWritten = TimeSpan.FromSeconds(10);

    /// <summary>Files of the watched folder as they were when they were last looked into.</summary>
    private readonly ConcurrentDictionary<string, SeenFile> _seen = new();

    internal static bool IsReserved(SourceId source) => Reserved.Contains(source.Name);

    /// <summary>Imports one file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="source">The name under which its rows are stored.</param>
    /// <param name="columns">Column of the file by field of ours; may be empty.</param>
    /// <param name="progress">Told after each part; may be null.</param>
    /// <param name="cancellationToken">Ends the import; what was committed stays.</param>
    /// <returns>What became of its rows, or null if this content had been imported already.</returns>
    /// <exception cref="ProviderException">The file is not there, or CSV files are switched off.</exception>
    public async Task<RunResult?> ImportAsync(
        string path, SourceId source, IReadOnlyDictionary<string, string> columns, IProgress<(PageResult Rows, FileProgress File)>? progress, CancellationToken cancellationToken)
    {
        RequireFreeName(source);
        var files = providers.Files ?? throw new ProviderException("CSV files are switched off. Set ENABLE_CSV=true to import one.");
        var begin = KnownBy(await files.IdentifyAsync(path, cancellationToken), columns);
        var known = await market.FindFileAsync(source, begin.Sha256, cancellationToken);
        if (known is { IsComplete: true })
            return null;

        var import = new FileImport(path, source, columns, known ?? begin, options.BatchSize);
        var position = import.Progress;
        var told = progress is null ? null : new Relay(rows => progress.Report((rows, position)));
        var run = recorder.Start(source, Task, Parts(cancellationToken), Timeout.InfiniteTimeSpan, told, cancellationToken);
        return await run.Completion;

        async IAsyncEnumerable<(IProvider, RawPayload)> Parts([EnumeratorCancellation] CancellationToken token)
        {
            await foreach (var part in files.ReadAsync(import, token))
            {
                position = part.File!;
                yield return (files, part);
            }
        }
    }

    /// <summary>Imports the files of a folder that are new or have changed since the last look; returns what failed, by file.</summary>
    public async Task<IReadOnlyDictionary<string, string>> ImportFolderAsync(string folder, CancellationToken cancellationToken)
    {
        var failures = new Dictionary<string, string>();
        if (!Directory.Exists(folder))
            return failures;

        foreach (var path in FilesIn(folder, failures))
        {
            var file = new FileInfo(path);
            var (written, length, now) = (file.LastWriteTimeUtc, file.Length, clock.GetUtcNow());
            if (now >= written && now - written < StillBeingWritten)
                continue;
            if (_seen.TryGetValue(path, out var seen) && seen.Written == written && seen.Length == length && now < seen.NextTry)
                continue;

            var failure = await TryImportAsync(path, cancellationToken);
            if (failure is not null)
                failures[path] = failure;
            _seen[path] = new SeenFile(written, length, failure is null ? DateTimeOffset.MaxValue : now + RetryAfter);
        }

        return failures;
    }

    private static IEnumerable<string> FilesIn(string folder, Dictionary<string, string> failures)
    {
        try
        {
            return Directory.GetFiles(folder, "*.csv").Order(StringComparer.Ordinal);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            failures[folder] = exception.Message;
            return [];
        }
    }

    /// <summary>A file that is read with other columns is another import, so that wrong columns can be put right.</summary>
    private static FileProgress KnownBy(FileProgress file, IReadOnlyDictionary<string, string> columns)
    {
        if (columns.Count == 0)
            return file;

        var named = string.Join('\n', columns.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"));
        return file with { Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{file.Sha256}\n{named}"))) };
    }

    private static void RequireFreeName(SourceId source)
    {
        if (IsReserved(source)
            || source.Name.Length is 0 or > 40 || !source.Name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '-' or '_' or '.'))
            throw new ProviderException($"Files cannot be stored under the name '{source}'. Take another one, of lower-case letters, digits, -, _ and .");
    }

    private async Task<string?> TryImportAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var result = await ImportAsync(path, SourceId.Csv, new Dictionary<string, string>(), progress: null, cancellationToken);
            return result?.Error;
        }
        catch (Exception exception) when (exception is ProviderException or StoreException)
        {
            return exception.Message;
        }
    }

    private readonly record struct SeenFile(DateTime Written, long Length, DateTimeOffset NextTry);

    /// <summary>Reports at once, where <see cref="Progress{T}"/> would queue.</summary>
    private sealed class Relay(Action<PageResult> tell) : IProgress<PageResult>
    {
        public void Report(PageResult value) => tell(value);
    }
}
