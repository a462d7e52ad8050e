using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Assay.Board;
using Assay.Server.Data;

namespace Assay.Server.Http;

/// <summary>Answers with rows of the board by copying their bytes.</summary>
internal sealed class RowsResult(BoardPage rows, int page, int pageSize, long started, string? redirectedFrom = null) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var clock = httpContext.RequestServices.GetRequiredService<TimeProvider>();
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        var body = httpContext.Response.BodyWriter;

        WriteRows(body);
        WriteMetadata(body, PageMetadata.Of(httpContext, clock, started, page, pageSize, rows.Total) with { RedirectedFrom = redirectedFrom });
        await body.FlushAsync(httpContext.RequestAborted);
    }

    private void WriteRows(PipeWriter body)
    {
        body.Write("{\"data\":["u8);
        for (var i = 0; i < rows.Rows.Count; i++)
        {
            if (i > 0)
                body.Write(","u8);
            body.Write(rows.Rows[i].Json.Span);
        }

        body.Write("],\"metadata\":"u8);
    }

    private static void WriteMetadata(PipeWriter body, PageMetadata metadata)
    {
        using (var json = new Utf8JsonWriter(body))
            JsonSerializer.Serialize(json, metadata, ApiJson.Options);
        body.Write("}"u8);
    }
}
