using System.Text;
using System.Text.Json;

namespace Assay.Drift;

/// <summary>Walks through a body once and notes what is where.</summary>
internal static class ShapeReader
{
    /// <summary>More paths than any API has: the keys must be data.</summary>
    private const int MostPaths = 5000;

    private const int ExampleLength = 100;

    public static Shape? Read(ReadOnlySpan<byte> body, IReadOnlyList<string> maps)
    {
        var root = new Node("$", maps);
        try
        {
            var reader = new Utf8JsonReader(body.StartsWith("\uFEFF"u8) ? body[3..] : body);
            var budget = MostPaths;
            return reader.Read() && Note(ref reader, root, maps, ref budget) ? ShapeOf(root) : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException) // broken, or names that are no UTF-8
        {
            return null;
        }
    }

    private static bool Note(ref Utf8JsonReader reader, Node node, IReadOnlyList<string> maps, ref int budget)
    {
        node.Times++;
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                node.Types |= JsonTypes.Object;
                node.Objects++;
                return NoteObject(ref reader, node, maps, ref budget);
            case JsonTokenType.StartArray:
                node.Types |= JsonTypes.Array;
                return NoteArray(ref reader, node, maps, ref budget);
            default:
                node.Types |= TypeOf(reader.TokenType);
                if (node.Example is null && reader.TokenType != JsonTokenType.Null)
                    node.Example = Encoding.UTF8.GetString(reader.ValueSpan[..Math.Min(reader.ValueSpan.Length, ExampleLength)]);
                return true;
        }
    }

    private static bool NoteObject(ref Utf8JsonReader reader, Node node, IReadOnlyList<string> maps, ref int budget)
    {
        var place = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (node.ChildAt(ref reader, ref place, maps, ref budget) is not { } child || !reader.Read() || !Note(ref reader, child, maps, ref budget))
                return false;
        }

        return true;
    }

    private static bool NoteArray(ref Utf8JsonReader reader, Node node, IReadOnlyList<string> maps, ref int budget)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            node.Element ??= new Node(node.Path + "[]", maps);
            if (!Note(ref reader, node.Element, maps, ref budget))
                return false;
        }

        return true;
    }

    private static JsonTypes TypeOf(JsonTokenType token) => token switch
    {
        JsonTokenType.Number => JsonTypes.Number,
        JsonTokenType.String => JsonTypes.String,
        JsonTokenType.True or JsonTokenType.False => JsonTypes.Boolean,
        _ => JsonTypes.Null,
    };

    private static Shape ShapeOf(Node root)
    {
        var fields = new Dictionary<string, ShapeField>();
        var examples = new Dictionary<string, string>();
        Collect(root, isOptional: false);
        return new Shape(fields, examples);

        void Collect(Node node, bool isOptional)
        {
            fields[node.Path] = new ShapeField(node.Types, isOptional);
            if (node.Example is not null)
                examples[node.Path] = node.Example;
            if (node.Element is not null)
                Collect(node.Element, isOptional: true); // an array may be empty
            foreach (var child in node.Children)
                Collect(child, node.IsMap || child.Times < node.Objects);
        }
    }

    /// <summary>A place in the body.</summary>
    private sealed class Node(string path, IReadOnlyList<string> maps)
    {
        private readonly List<byte[]> _names = [];

        public string Path { get; } = path;

        /// <summary>Whether the names of its children are data.</summary>
        public bool IsMap { get; } = maps.Contains(path);

        public List<Node> Children { get; } = [];

        public Node? Element { get; set; }

        public JsonTypes Types { get; set; }

        public int Times { get; set; }

        public int Objects { get; set; }

        public string? Example { get; set; }

        /// <summary>The child whose name the reader stands at; null where there are too many. Objects mostly have their fields in the same order.</summary>
        public Node? ChildAt(ref Utf8JsonReader reader, ref int place, IReadOnlyList<string> maps, ref int budget)
        {
            if (IsMap)
                return Children.Count > 0 ? Children[0] : Add("*", maps, ref budget);

            for (var i = 0; i < _names.Count; i++, place++)
            {
                if (place >= _names.Count)
                    place = 0;
                if (reader.ValueTextEquals(_names[place]))
                    return Children[place++];
            }

            return Add(reader.GetString()!, maps, ref budget);
        }

        private Node? Add(string name, IReadOnlyList<string> maps, ref int budget)
        {
            if (--budget < 0)
                return null;

            var child = new Node($"{Path}.{name}", maps);
            _names.Add(Encoding.UTF8.GetBytes(name));
            Children.Add(child);
            return child;
        }
    }
}
