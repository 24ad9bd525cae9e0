namespace Mesh.Structure.Tests.Sources;

public sealed class DeclaredTypeTests
{
    [Fact]
    public void Declaration_is_named_with_all_around_it_and_measured_without_its_comment() =>
        Assert.Equal(
            [
                new DeclaredType("F.cs", "M.N.Outer`1", 5, IsNested: false, IsFileLocal: false),
                new DeclaredType("F.cs", "M.N.Outer`1.Inner", 1, IsNested: true, IsFileLocal: false),
                new DeclaredType("F.cs", "M.N.Local", 1, IsNested: false, IsFileLocal: true),
                new DeclaredType("F.cs", "M.N.Call", 1, IsNested: false, IsFileLocal: false),
            ],
            DeclaredType.In(
                "F.cs",
                """
                namespace M.N;

                /// <summary>Text.</summary>
                public partial class Outer<T>
                {

                    private enum Inner;
                }
                file record Local;
                public delegate void Call();
                """));
}
