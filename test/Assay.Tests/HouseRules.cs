using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace Assay.Tests;

/// <summary>What the house agreed on and no compiler checks.</summary>
public sealed partial class HouseRules
{
    private const int MostLines = 400;

    private static readonly string[] LockFiles = ["packages.lock.json", "package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml"];

    private static readonly Assembly Core = Assembly.Load("Assay.Core");
    private static readonly Assembly Adapters = Assembly.Load("Assay.Adapters");
    private static readonly Assembly Simulator = Assembly.Load("Assay.Simulator");
    private static readonly Assembly Server = Assembly.Load("assay");

    [Fact]
    public void Dependencies_point_one_way()
    {
        AssertNone(HouseholdOf(Core));
        Assert.Equal(["Assay.Core"], HouseholdOf(Adapters));
        AssertNone(HouseholdOf(Simulator).Except(["Assay.Core"]));
    }

    [Fact]
    public void The_core_needs_nothing_but_abstractions_and_Polly()
    {
        string[] allowed = ["Microsoft.Extensions.DependencyInjection.Abstractions", "Microsoft.Extensions.Logging.Abstractions", "Polly.Core"];

        AssertNone(ReferencesOf(Core).Where(name => !name.StartsWith("System.", StringComparison.Ordinal)).Except(allowed));
    }

    [Fact]
    public void Adapters_know_no_web_server() =>
        Assert.DoesNotContain(ReferencesOf(Adapters), name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));

    [Fact]
    public void Database_drivers_are_known_to_the_adapters_alone() =>
        Assert.DoesNotContain(new[] { Core, Simulator, Server }.SelectMany(ReferencesOf), IsDatabaseDriver);

    [Fact]
    public void Log_event_ids_are_used_once()
    {
        var messages = LogMessages().ToList();

        Assert.NotEmpty(messages);
        AssertNone(messages.GroupBy(message => message.Id).Where(same => same.Count() > 1)
            .Select(same => $"{same.Key} is the id of {string.Join(" and ", same.Select(message => message.Method))}"));
    }

    [Fact]
    public void Log_messages_stand_in_the_Log_of_their_feature() =>
        Assert.All(LogMessages(), message => Assert.Contains(".Log.", message.Method, StringComparison.Ordinal));

    [Fact]
    public void No_source_file_is_too_long_to_read() =>
        AssertNone(FilesUnder("src").Concat(FilesUnder("test"))
            .Where(file => Path.GetExtension(file) == ".cs" && File.ReadLines(file).Count() > MostLines)
            .Select(file => $"{Name(file)} has more than {MostLines} lines"));

    [Fact]
    public void Nothing_is_left_to_do_in_a_comment() =>
        AssertNone(FilesUnder("src").Where(file => Path.GetExtension(file) is ".cs" or ".sql" or ".csproj")
            .SelectMany(file => File.ReadLines(file).Select((line, index) => (Line: line, Where: $"{Name(file)}:{index + 1}")))
            .Where(found => LeftToDo().IsMatch(found.Line)).Select(found => $"{found.Where} {found.Line.Trim()}"));

    /// <summary>A lock file written behind a proxy sends everybody else to an address that only one machine knows.</summary>
    [Fact]
    public void Lock_files_name_public_registries()
    {
        var locks = FilesUnder("").Where(file => LockFiles.Contains(Path.GetFileName(file))).ToList();

        AssertNone(locks.Where(file => PrivateAddress().IsMatch(File.ReadAllText(file))).Select(Name));
    }

    /// <summary>Names every breach; xunit's own message would cut them short.</summary>
    private static void AssertNone(IEnumerable<string> breaches)
    {
        var found = string.Join(Environment.NewLine, breaches);
        if (found.Length > 0)
            Assert.Fail(found);
    }

    private static string Name(string file) => Path.GetRelativePath(Repository.Root, file);

    private static IEnumerable<string> HouseholdOf(Assembly assembly) =>
        ReferencesOf(assembly).Where(name => name.StartsWith("Assay", StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> ReferencesOf(Assembly assembly) => assembly.GetReferencedAssemblies().Select(reference => reference.Name!);

    private static bool IsDatabaseDriver(string name) =>
        name is "Npgsql" || name.StartsWith("SQLitePCLRaw", StringComparison.Ordinal) || name.StartsWith("Microsoft.Data.", StringComparison.Ordinal);

    private static IEnumerable<(int Id, string Method)> LogMessages()
    {
        const BindingFlags Any = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        return from assembly in new[] { Core, Adapters, Simulator, Server }
               from type in assembly.GetTypes()
               from method in type.GetMethods(Any)
               let message = method.GetCustomAttribute<LoggerMessageAttribute>()
               where message is not null
               select (message.EventId, $"{type.FullName}.{method.Name}");
    }

    /// <summary>What we wrote ourselves, by full path.</summary>
    private static IEnumerable<string> FilesUnder(string folder)
    {
        var path = Path.Combine(Repository.Root, folder);
        return Directory.EnumerateFiles(path).Concat(Directory.EnumerateDirectories(path)
            .Where(inner => Path.GetFileName(inner) is not (".git" or "artifacts" or "bin" or "obj" or "node_modules" or "data"))
            .SelectMany(FilesUnder));
    }

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b")]
    private static partial Regex LeftToDo();

    [GeneratedRegex(@"https?://(localhost|127\.|10\.|192\.168\.|\[::1\])")]
    private static partial Regex PrivateAddress();
}
