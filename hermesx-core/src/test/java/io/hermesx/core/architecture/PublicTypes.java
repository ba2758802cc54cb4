// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.domain.JavaTypeVariable;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The types a host sees when it looks at a public class, type arguments and bounds included. */
final class PublicTypes {

  /** The JDK and us; DESIGN names the OpenTelemetry API and JDBC as the exceptions. */
  private static final Pattern WELCOME =
      Pattern.compile(
          "(java\\.|javax\\.(sql|net|crypto|security)\\.|io\\.hermesx\\.|io\\.opentelemetry\\.api\\.).*"
              + "|[a-z]+");

  private static final Pattern HIDDEN = Pattern.compile("io\\.hermesx\\..*\\.internal\\..*");

  private PublicTypes() {}

  /** One line for each public or protected signature of {@code type} that names a stranger. */
  static Collection<String> strangersIn(JavaClass type) {
    if (!isSeen(type)) {
      return Set.of();
    }
    return Stream.concat(
            strangers(type.getName(), header(type)),
            type.getMembers().stream()
                .filter(PublicTypes::isSeen)
                .flatMap(member -> strangers(member.getFullName(), signature(member))))
        .toList();
  }

  private static Stream<String> strangers(String place, Stream<? extends JavaType> types) {
    return types
        .flatMap(PublicTypes::involved)
        .map(JavaClass::getBaseComponentType)
        .map(JavaClass::getName)
        .filter(Predicate.not(WELCOME.asMatchPredicate()).or(HIDDEN.asMatchPredicate()))
        .distinct()
        .map(stranger -> place + " names " + stranger);
  }

  private static Stream<JavaClass> involved(JavaType type) {
    return type.getAllInvolvedRawTypes().stream();
  }

  private static Stream<JavaType> header(JavaClass type) {
    return Stream.of(
            type.getSuperclass().stream(),
            type.getInterfaces().stream(),
            bounds(type.getTypeParameters()))
        .flatMap(Stream::distinct);
  }

  private static Stream<JavaType> signature(JavaMember member) {
    if (member instanceof JavaField field) {
      return Stream.of(field.getType());
    }
    JavaCodeUnit unit = (JavaCodeUnit) member;
    return Stream.of(
            Stream.of(unit.getReturnType()),
            unit.getParameterTypes().stream(),
            unit.getExceptionTypes().stream(),
            bounds(unit.getTypeParameters()))
        .flatMap(Stream::distinct);
  }

  private static Stream<JavaType> bounds(List<? extends JavaTypeVariable<?>> variables) {
    return variables.stream()
        .flatMap(variable -> variable.getUpperBounds().stream())
        .collect(Collectors.toSet())
        .stream()
        .map(JavaType.class::cast);
  }

  private static boolean isSeen(JavaClass type) {
    boolean itself = isSeen(type.getModifiers());
    return itself && type.getEnclosingClass().map(PublicTypes::isSeen).orElse(true);
  }

  private static boolean isSeen(JavaMember member) {
    return isSeen(member.getModifiers()) && !member.getModifiers().contains(JavaModifier.SYNTHETIC);
  }

  private static boolean isSeen(Set<JavaModifier> modifiers) {
    return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
  }
}
