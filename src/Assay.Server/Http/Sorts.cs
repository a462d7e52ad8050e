using Assay.Board;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Assay.Server.Http;

internal static class Sorts
{
    /// <summary>The order that a request asks for, by rank where it asks for none; null, and the problem, where it is not known.</summary>
    public static BoardSort? Parse(string? text, out ProblemHttpResult? problem)
    {
        var sort = text is null ? BoardSort.ByRank : BoardSort.Parse(text);
        problem = sort is not null
            ? null
            : Problems.BadRequest($"The parameter sort cannot be '{text}'. Known: {string.Join(", ", BoardSort.Names)}, each also with - in front for descending.");
        return sort;
    }
}
