namespace Assay.Providers;

/// <summary>
/// A source of market data. Asking and reading are apart on purpose: <see cref="Parse"/> is a pure function of the
/// payload, so that replay, tests on recordings and fuzzing need no network. How a source is asked says
/// <see cref="IPolledProvider"/> or <see cref="IFileProvider"/>.
/// </summary>
public interface IProvider
{
    SourceInfo Info { get; }

    /// <summary>Reads an answer. Never throws: what cannot be read is a <see cref="Rejection"/> or <see cref="ParsedPage.Error"/>.</summary>
    ParsedPage Parse(RawPayload payload);
}

/// <summary>A source that is asked over HTTP, again and again.</summary>
public interface IPolledProvider : IProvider
{
    /// <summary>What can be asked of it, see <see cref="FetchTask"/>.</summary>
    IReadOnlyList<string> Tasks { get; }

    ApiStatus Status { get; }

    CreditBudget Budget { get; }

    /// <summary>Which endpoint a data answer of this source is from; null where its shape is not watched, as that of an error.</summary>
    Endpoint? EndpointOf(RawPayload payload);

    /// <summary>Asks the source, page by page. An answer that reports an error is yielded like any other and is the last one.</summary>
    /// <exception cref="ProviderException">The source gave no answer at all, after all retries.</exception>
    IAsyncEnumerable<RawPayload> FetchAsync(FetchRequest request, CancellationToken cancellationToken);
}

/// <summary>A source that reads files, of any size in the same memory.</summary>
public interface IFileProvider : IProvider
{
    /// <summary>Which file this is, by its content; its progress stands at the beginning.</summary>
    /// <exception cref="ProviderException">The file is not there or cannot be read.</exception>
    Task<FileProgress> IdentifyAsync(string path, CancellationToken cancellationToken);

    /// <summary>The rest of the file from its progress on, in parts of <see cref="FileImport.RowsPerPart"/> rows.</summary>
    /// <exception cref="ProviderException">The file cannot be read, or nobody can tell which column is which.</exception>
    IAsyncEnumerable<RawPayload> ReadAsync(FileImport import, CancellationToken cancellationToken);
}
