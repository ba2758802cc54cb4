// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.accessTargetWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/**
 * The rules of the house that compiled classes can be held to. {@link ArchitectureTest} applies
 * them to the main classes, {@link HouseRulesTest} shows that each rejects a class made to break
 * it.
 */
final class HouseRules {

  /** The one room where real clocks, tickers and random sources are made, for hosts to pass in. */
  private static final String SOURCES = "io.hermesx.core.time";

  private static final Set<String> CLOCK_CALLS =
      Set.of(
          "java.lang.System.currentTimeMillis",
          "java.lang.System.nanoTime",
          "java.lang.Thread.sleep",
          "java.util.concurrent.TimeUnit.sleep",
          "java.time.InstantSource.system",
          "java.util.Date.<init>");

  private static final Set<String> RANDOM_CALLS =
      Set.of(
          "java.lang.Math.random",
          "java.security.SecureRandom.<init>",
          "java.security.SecureRandom.getInstanceStrong",
          "java.util.Random.<init>",
          "java.util.SplittableRandom.<init>",
          "java.util.UUID.randomUUID",
          "java.util.concurrent.ThreadLocalRandom.current");

  private static final Set<Class<?>> STATE =
      Set.of(
          AtomicReference.class,
          Collection.class,
          java.util.Map.class,
          java.util.concurrent.atomic.AtomicBoolean.class,
          java.util.concurrent.atomic.AtomicInteger.class,
          java.util.concurrent.atomic.AtomicLong.class,
          java.util.concurrent.atomic.LongAdder.class,
          java.util.concurrent.locks.Lock.class);

  private static final Pattern BANNED_WORD =
      Pattern.compile(
          "(^|(?<=[a-z0-9]))(Abstract|Base(?!64)|Default|Helper|Impl|Manager|Utils?)(?=[A-Z0-9]|$)");

  private HouseRules() {}

  static ArchRule clockIsPassedIn() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(SOURCES)
        .should(accessTargetWhere(describe("the machine's clock", HouseRules::readsClock)))
        .as("the time is passed in as an InstantSource or a Ticker, and nothing sleeps");
  }

  static ArchRule randomnessIsPassedIn() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(SOURCES)
        .should(
            accessTargetWhere(
                describe("a random source", access -> RANDOM_CALLS.contains(target(access)))))
        .as("randomness is passed in, ids come from an IdSource");
  }

  static ArchRule nothingIsThreadLocal() {
    return noClasses()
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ThreadLocal.class)
        .as("tenant and principal travel as arguments, never in a ThreadLocal");
  }

  static ArchRule noMethodIsSynchronized() {
    return methods()
        .should()
        .notHaveModifier(JavaModifier.SYNCHRONIZED)
        .as("no method is synchronized: it pins virtual threads, use a ReentrantLock")
        .allowEmptyShould(true);
  }

  static ArchRule noStaticHoldsState() {
    return fields()
        .that()
        .areStatic()
        .should(beConstant())
        .as("no static field holds state")
        .allowEmptyShould(true);
  }

  static ArchRule namesSayWhatThingsAre() {
    return classes()
        .should(
            condition(
                "have no filler word in their name",
                type ->
                    BANNED_WORD.matcher(type.getSimpleName()).find()
                        ? Set.of(type.getName() + " carries a filler word")
                        : Set.of()))
        .as("a contract is a noun, an implementation a technique and a noun");
  }

  static ArchRule packagesAreConcepts() {
    return noClasses()
        .should()
        .resideInAnyPackage("..util..", "..utils..", "..common..", "..helper..", "..misc..")
        .as("a package is a concept: nothing lives in util");
  }

  static ArchRule exceptionsExtendOurs() {
    return classes()
        .that()
        .areAssignableTo(Throwable.class)
        .should()
        .beAssignableTo("io.hermesx.core.HermesException")
        .as("every exception is a HermesException")
        .allowEmptyShould(true);
  }

  static ArchRule accessorsHaveNoGet() {
    return methods()
        .that()
        .arePublic()
        .and()
        .areDeclaredInClassesThat()
        .arePublic()
        .and()
        .haveNameMatching("get[A-Z].*")
        .should(neverBe("accessors are named after the fact they answer"))
        .as("accessors have no get")
        .allowEmptyShould(true);
  }

  static ArchRule signaturesAreOurs(Set<String> exportedPackages) {
    return classes()
        .that(describe("are exported", type -> exportedPackages.contains(type.getPackageName())))
        .should(condition("speak in types of the JDK and of ours only", PublicTypes::strangersIn))
        .as("third-party types stay out of public signatures")
        .allowEmptyShould(true);
  }

  static ArchRule roomsAreFreeOfCycles(String root) {
    return slices().matching(root + ".(*)..").should().beFreeOfCycles();
  }

  static ArchRule nothingDependsOnTheGuard(String root) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(root + ".guard..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(root + ".guard..")
        .as("the guard depends on the rooms, no room on the guard")
        .allowEmptyShould(true);
  }

  static ArchRule testkitStandsAlone(String testkit) {
    return noClasses()
        .that()
        .resideInAPackage(testkit + "..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("io.hermesx.core.architecture..")
                .or(describe("are tests", HouseRules::isTest)))
        .as("the published testkit needs none of core's own tests")
        .allowEmptyShould(true);
  }

  private static boolean isTest(JavaClass type) {
    String name = type.getSimpleName();
    return type.getPackageName().startsWith("io.hermesx")
        && (name.endsWith("Test") || name.endsWith("Properties"));
  }

  private static boolean readsClock(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    String member = access.getTarget().getName();
    return CLOCK_CALLS.contains(target(access))
        || (owner.startsWith("java.time.") && member.equals("now"))
        || (owner.equals("java.time.Clock") && member.matches("system.*|tick.*"));
  }

  private static String target(JavaAccess<?> access) {
    String member = access.getTarget().getName();
    return access.getTargetOwner().getName() + "." + (member.equals("<init>") ? "<init>" : member);
  }

  private static ArchCondition<JavaField> beConstant() {
    return new ArchCondition<>("be a constant") {
      @Override
      public void check(JavaField field, ConditionEvents events) {
        JavaClass type = field.getRawType();
        boolean isFinal = field.getModifiers().contains(JavaModifier.FINAL);
        boolean isGenerated = field.getModifiers().contains(JavaModifier.SYNTHETIC);
        boolean holder = STATE.stream().anyMatch(state -> isState(type, state));
        if (!isGenerated && (!isFinal || holder)) {
          events.add(SimpleConditionEvent.violated(field, field.getFullName() + " can change"));
        }
      }
    };
  }

  /**
   * A constant may be a {@code Set} or a {@code Map} (made by {@code of}), never a class that
   * grows.
   */
  private static boolean isState(JavaClass type, Class<?> state) {
    boolean contract = type.isInterface() && !state.getName().endsWith("Lock");
    return !contract && type.isAssignableTo(state);
  }

  private static ArchCondition<JavaMethod> neverBe(String reason) {
    return new ArchCondition<>("not exist") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        if (!overrides(method)) {
          events.add(SimpleConditionEvent.violated(method, method.getFullName() + ": " + reason));
        }
      }
    };
  }

  private static boolean overrides(JavaMethod method) {
    return method.getOwner().getAllRawInterfaces().stream()
            .anyMatch(type -> type.getPackageName().startsWith("java.") && declares(type, method))
        || method.getOwner().getAllRawSuperclasses().stream()
            .anyMatch(type -> declares(type, method));
  }

  private static boolean declares(JavaClass type, JavaMethod method) {
    return type.getMethods().stream().anyMatch(other -> other.getName().equals(method.getName()));
  }

  private static ArchCondition<JavaClass> condition(String description, Finding finding) {
    return new ArchCondition<>(description) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        for (String violation : finding.in(type)) {
          events.add(SimpleConditionEvent.violated(type, violation));
        }
      }
    };
  }

  /** What a rule finds wrong in one class; nothing when the class keeps it. */
  @FunctionalInterface
  interface Finding {
    Collection<String> in(JavaClass type);
  }
}
