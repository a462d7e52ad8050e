using Assay.Server.Data;

namespace Assay.Server.Http;

/// <summary>One page of a list.</summary>
internal sealed record ListPage<T>(IReadOnlyList<T> Data, PageMetadata Metadata);
