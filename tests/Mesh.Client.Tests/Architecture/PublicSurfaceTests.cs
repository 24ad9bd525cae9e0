using System.Reflection;

namespace Mesh.Client.Tests.Architecture;

/// <summary>What an application sees of the client names no type of Akka.</summary>
public sealed class PublicSurfaceTests
{
    private const BindingFlags Visible = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>For applications that own an ActorSystem: the one way in that has to name it.</summary>
    private static readonly string[] ForOwnActorSystems = ["MeshServiceCollectionExtensions.AddMeshClient"];

    [Fact]
    public void No_member_names_a_type_of_Akka()
    {
        var offenders =
            from type in typeof(IMeshClient).Assembly.GetExportedTypes()
            from member in type.GetMembers(Visible)
            where Mentioned(member).SelectMany(Parts).Any(t => t.Assembly.GetName().Name!.StartsWith("Akka", StringComparison.Ordinal))
            select $"{type.Name}.{member.Name}";

        Assert.Empty(offenders.Except(ForOwnActorSystems));
    }

    private static IEnumerable<Type> Mentioned(MemberInfo member) => member switch
    {
        MethodBase method => method.GetParameters().Select(p => p.ParameterType)
            .Append(method is MethodInfo info ? info.ReturnType : typeof(void)),
        PropertyInfo property => [property.PropertyType],
        FieldInfo field => [field.FieldType],
        EventInfo @event => [@event.EventHandlerType!],
        _ => [],
    };

    private static IEnumerable<Type> Parts(Type type) => type.HasElementType
        ? Parts(type.GetElementType()!)
        : type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type) : [type];
}
