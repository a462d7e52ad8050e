using Assay.Server.Data;
using Assay.Server.Http;
using Assay.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Assay.Server.Facts;

/// <summary>Reads rows of facts as the API shows them: value by the name of its column.</summary>
internal sealed class FactReader(IFactStore store, TimeProvider clock)
{
    public async Task<Ok<ListPage<FactRow>>> ListAsync(
        HttpContext context, Paging paging, FactQuery query, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var page = await store.ReadAsync(query with { Page = paging.Number, PageSize = paging.Size }, cancellationToken);
        return TypedResults.Ok(new ListPage<FactRow>(
            [.. page.Items.Select(row => FactRow.Of(query.Table, row))], PageMetadata.Of(context, clock, started, paging.Number, paging.Size, page.Total)));
    }

    public async Task<IReadOnlyList<FactRow>> RowsAsync(FactQuery query, CancellationToken cancellationToken) =>
        [.. (await store.ReadAsync(query, cancellationToken)).Items.Select(row => FactRow.Of(query.Table, row))];
}
