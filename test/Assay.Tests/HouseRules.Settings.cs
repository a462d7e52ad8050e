using System.Text.RegularExpressions;
using Assay.Server.Configuration;
using Microsoft.Extensions.Configuration;

namespace Assay.Tests;

/// <summary>A setting that is read is also documented, and the other way round.</summary>
public sealed partial class HouseRules
{
    [Fact]
    public void Every_setting_stands_in_the_manual() =>
        Assert.Equal(SettingsThatAreRead(), Manual().Matches(Read("docs/settings.md")).Select(match => match.Groups["name"].Value).Order().Distinct());

    [Fact]
    public void Every_setting_stands_in_the_example() =>
        Assert.Equal(SettingsThatAreRead(), Examples().Select(example => example.Key).Order());

    [Fact]
    public void The_example_shows_the_defaults()
    {
        var bare = SettingsReader.Read(new ConfigurationBuilder().Build(), DateTimeOffset.UnixEpoch);
        var example = SettingsReader.Read(new ConfigurationBuilder().AddInMemoryCollection(Examples()).Build(), DateTimeOffset.UnixEpoch);

        Assert.EquivalentWithExclusions(bare, example, strict: true, settings => settings.BindAddress); // of which a property throws
        Assert.Equal(bare.BindAddress, example.BindAddress);
    }

    [Fact]
    public void A_setting_that_is_not_served_yet_is_not_read_and_stands_in_the_manual()
    {
        var manual = Read("docs/settings.md");

        AssertNone(NotServedYet.Names.Intersect(SettingsThatAreRead()));
        AssertNone(NotServedYet.Names.Where(name => !manual.Contains($"`{name}`", StringComparison.Ordinal)));
    }

    private static IEnumerable<string> SettingsThatAreRead()
    {
        var recorder = new KeyRecorder();
        SettingsReader.Read(new ConfigurationRoot([recorder]), DateTimeOffset.UnixEpoch);
        return recorder.Keys.Order();
    }

    private static Dictionary<string, string?> Examples() =>
        DotEnv.Parse(Example().Matches(Read(".env.example")).Select(match => match.Groups["line"].Value));

    private static string Read(string file) => File.ReadAllText(Path.Combine(Repository.Root, file));

    /// <summary>A row of a table that begins with the name of a setting.</summary>
    [GeneratedRegex("^\\| `(?<name>[A-Z][A-Z0-9_]+)` \\|", RegexOptions.Multiline)]
    private static partial Regex Manual();

    /// <summary>A setting that is commented out.</summary>
    [GeneratedRegex("^# (?<line>[A-Z][A-Z0-9_]+=.*)$", RegexOptions.Multiline)]
    private static partial Regex Example();

    /// <summary>Knows nothing, and notes what it is asked for.</summary>
    private sealed class KeyRecorder : ConfigurationProvider
    {
        public HashSet<string> Keys { get; } = [];

        public override bool TryGet(string key, out string? value)
        {
            Keys.Add(key);
            value = null;
            return false;
        }
    }
}
