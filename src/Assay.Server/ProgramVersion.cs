using System.Reflection;

namespace Assay.Server;

internal static class ProgramVersion
{
    public static readonly string Text = typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
