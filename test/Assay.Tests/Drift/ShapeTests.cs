using System.Text;
using Assay.Drift;
using Assay.Providers;

namespace Assay.Tests.Drift;

public sealed class ShapeTests
{
    [Fact]
    public void Elements_of_an_array_and_values_of_a_map_are_taken_together()
    {
        var shape = Of("""[{"id":"a","price":1,"links":{"x":"1","y":2}},{"id":"b","price":null,"links":{}},{"id":"c","tags":[true]}]""", "$[].links");

        Assert.Equal(
            new Dictionary<string, string>
            {
                ["$"] = "array",
                ["$[]"] = "object?",
                ["$[].id"] = "string",
                ["$[].price"] = "number|null?",
                ["$[].links"] = "object?",
                ["$[].links.*"] = "string|number?",
                ["$[].tags"] = "array?",
                ["$[].tags[]"] = "boolean?",
            },
            shape!.Fields.ToDictionary(field => field.Key, field => field.Value.ToString()));
    }

    [Fact]
    public void A_shape_is_the_same_after_it_was_stored()
    {
        var shape = Of("""{"a":{"b":[1,"x",null]},"ü \" key":false}""")!;

        Assert.Equal(shape.Fields, Shape.Parse(shape.ToJson()).Fields);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html></html>")]
    [InlineData("""[{"id":"a"}""")]
    [InlineData("[1,2")]
    public void Of_what_is_no_json_there_is_no_shape(string body) => Assert.Null(Of(body));

    [Fact]
    public void Keys_without_end_make_no_shape() =>
        Assert.Null(Of($"{{{string.Join(',', Enumerable.Range(0, 6000).Select(i => $"\"k{i}\":1"))}}}"));

    [Fact]
    public void Nesting_without_end_makes_no_shape() => Assert.Null(Of(new string('[', 100_000)));

    [Fact]
    public void A_new_a_missing_and_a_retyped_field_are_told_with_an_example()
    {
        var changes = Between("""[{"id":"a","price":1,"cap":2}]""", """[{"id":"a","price":"1.5","volume":{"usd":7}}]""");

        Assert.Equal(
            [
                new ShapeChange("$[].price", ShapeChange.Retyped, "number", "string", "1.5"),
                new ShapeChange("$[].volume", ShapeChange.New, null, "object", null),
                new ShapeChange("$[].cap", ShapeChange.Missing, "number", null, null),
            ], changes);
    }

    [Theory]
    [InlineData("""[{"id":"a","x":1},{"id":"b"}]""", """[{"id":"a"}]""")] // optional before
    [InlineData("""[{"id":"a","x":1}]""", """[{"id":"a","x":null}]""")] // no value this time
    [InlineData("""[{"id":"a","x":null}]""", """[{"id":"a","x":1.5}]""")] // now we learn its type
    [InlineData("""[{"id":"a","x":[]}]""", """[{"id":"a","x":[{"y":1}]}]""")]
    [InlineData("""[{"id":"a"}]""", "[]")]
    [InlineData("""{"platforms":{"ethereum":"0xA"}}""", """{"platforms":{"base":"0xB"}}""")] // a map
    public void What_comes_and_goes_is_no_change(string before, string now) => Assert.Empty(Between(before, now, "$.platforms"));

    [Fact]
    public void What_changed_once_is_known_from_then_on()
    {
        var known = Of("""[{"id":"a","x":1}]""")!;
        var seen = Of("""[{"id":"a","y":2}]""")!;

        var learned = known.With(seen);

        Assert.Equal(2, ShapeChange.Between(known, seen).Count);
        Assert.Empty(ShapeChange.Between(learned, seen));
        Assert.Empty(ShapeChange.Between(learned, known));
        Assert.Equal("number?", learned.Fields["$[].x"].ToString());
    }

    private static IReadOnlyList<ShapeChange> Between(string before, string now, params string[] maps) => ShapeChange.Between(Of(before, maps)!, Of(now, maps)!);

    private static Shape? Of(string body, params string[] maps) => Shape.Of(Encoding.UTF8.GetBytes(body), new Endpoint("test", [], maps));
}
