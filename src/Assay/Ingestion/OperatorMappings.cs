using Assay.Identity;
using Assay.Providers;

namespace Assay.Ingestion;

/// <summary>Carries what operators say of coins through the pipeline, as runs on the books.</summary>
public sealed class OperatorMappings(RunRecorder recorder, TimeProvider clock)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <summary>Stores the mapping; a later one of the same coin replaces it.</summary>
    /// <param name="word">Without a fault.</param>
    /// <param name="cancellationToken">The life of the program, not of a request.</param>
    public Task<RunResult> ApplyAsync(MappingOverride word, CancellationToken cancellationToken)
    {
        (IProvider, RawPayload)[] pages = [(OperatorWord.Reader, OperatorWord.ToPayload(word, clock.GetUtcNow().ToWholeMilliseconds()))];
        return recorder.Start(SourceId.Assay, OperatorWord.Task, pages.ToAsyncEnumerable(), Limit, progress: null, cancellationToken).Completion;
    }
}
